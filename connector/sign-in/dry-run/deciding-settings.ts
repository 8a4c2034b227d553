import { hash } from 'node:crypto';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { DecidingSettings, DryRunQuestion } from '#lib/wire/dry-run-question.ts';

/** What a dry run is judged by. */
export type Deciding = {
  readonly settings: DecidingSettings;
  readonly authorities: readonly Certificate[];
  readonly authoritiesId: string;
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
      : {
          settings: serving.settings,
          authorities: serving.authorities,
          authoritiesId: serving.authoritiesId,
          revision: serving.settings.revision,
        };
  const { deciding } = settings;
  const read = await Promise.all(
    deciding.caCertificates.map((one) => parseCertificate(fromBase64(one) ?? new Uint8Array())),
  );
  return {
    settings: deciding,
    authorities: read.flatMap((one) => (one.ok ? [one.value] : [])),
    // Of the content: never that of a revision, which the connector makes up itself.
    authoritiesId: `given ${hash('sha256', deciding.caCertificates.join(' '), 'hex')}`,
    revision: null,
  };
}
