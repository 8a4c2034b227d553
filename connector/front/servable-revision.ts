import type { SavedRevision } from '#connector/disk/saved-revision.ts';
import type { TlsMaterial } from '#connector/front/tls-material.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** A revision that was checked and can be served at once. */
export type ServableRevision = {
  readonly settings: ConnectorSettings;
  /** As it came; this is what goes to the disk. */
  readonly saved: SavedRevision;
  /** Undefined where the settings need no listener. */
  readonly tls: TlsMaterial | undefined;
  readonly authorities: readonly Certificate[];
  /** The same for two revisions that accept the same authorities. */
  readonly authoritiesId: string;
};
