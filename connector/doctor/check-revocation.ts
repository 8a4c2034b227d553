import { type DoctorFinding, right, wrong } from '#connector/doctor/doctor-finding.ts';
import { readRules } from '#connector/front/read-rules.ts';
import { lookUpLists } from '#connector/sign-in/revocation/look-up-lists.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** Fetches every list whose address is known without anybody's certificate. */
export async function checkRevocation(settings: ConnectorSettings, now: () => number): Promise<DoctorFinding[]> {
  if (!settings.clientCertificate.enabled) return [];
  const { rules } = await readRules(settings);
  const rows = await lookUpLists(rules, now);
  return rows.map(({ name, url, state, detail, entries }) => {
    const part = url === '' ? `revocation of ${name}` : `revocation list ${url}`;
    if (state === 'current') return right(part, `that of “${name}” has ${entries ?? 0} entries.`);
    const why = state === 'ended' ? 'it has ended' : (detail ?? state);
    return wrong(
      part,
      `The list of “${name}” cannot be used: ${why}.`,
      'Let this machine reach it, or have the authority publish it.',
    );
  });
}
