import type { SavedRevision } from '#connector/disk/saved-revision.ts';
import type { ListenerPlan } from '#connector/front/listener-plan.ts';
import type { JudgingRules } from '#connector/front/read-rules.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** A revision that was checked and can be served at once. */
export type ServableRevision = {
  readonly settings: ConnectorSettings;
  /** As it came; this is what goes to the disk. */
  readonly saved: SavedRevision;
  readonly listeners: ListenerPlan;
  readonly rules: JudgingRules;
};
