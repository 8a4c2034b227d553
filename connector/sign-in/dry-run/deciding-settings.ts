import { type JudgingRules, readRules } from '#connector/front/read-rules.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { DecidingSettings, DryRunQuestion } from '#lib/wire/dry-run-question.ts';

/** What a dry run is judged by. */
export type Deciding = {
  readonly settings: DecidingSettings;
  readonly rules: JudgingRules;
  /** Null where the settings came with the question. */
  readonly revision: number | null;
};

/** Undefined where this connector serves nothing yet. */
export async function decidingSettings(
  settings: DryRunQuestion['settings'],
  serving: ServableRevision | undefined,
): Promise<Deciding | undefined> {
  if (settings.from === 'running')
    return serving === undefined
      ? undefined
      : { settings: serving.settings, rules: serving.rules, revision: serving.settings.revision };
  const { deciding } = settings;
  const { rules } = await readRules(deciding);
  return { settings: deciding, rules, revision: null };
}
