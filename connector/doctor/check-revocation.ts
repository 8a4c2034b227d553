import { type DoctorFinding, right, wrong } from '#connector/doctor/doctor-finding.ts';
import { readRules } from '#connector/front/read-rules.ts';
import { issuedAuthorities, listSourcesOf } from '#connector/sign-in/revocation/authority-sources.ts';
import { boardRows } from '#connector/sign-in/revocation/board-rows.ts';
import { keepLists } from '#connector/sign-in/revocation/keep-lists.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** Fetches every list whose address is known without anybody's certificate. */
export async function checkRevocation(settings: ConnectorSettings, now: () => number): Promise<DoctorFinding[]> {
  if (!settings.clientCertificate.enabled) return [];
  const { rules } = await readRules(settings);
  const { authorities, revocation: plan } = rules;
  const sources = listSourcesOf(authorities, await issuedAuthorities(authorities), plan);
  const lists = keepLists({ now, authorities: () => authorities });
  const at = now();
  try {
    await Promise.all(sources.map((source) => lists.get(source, at)));
    const rows = boardRows({ authorities, plan, lists: lists.all(), answers: [], at });
    return rows
      .filter(({ state }) => state !== 'not-asked')
      .map(({ name, url, state, detail, entries }) => {
        const part = url === '' ? `revocation of ${name}` : `revocation list ${url}`;
        if (state === 'current') return right(part, `that of “${name}” has ${entries ?? 0} entries.`);
        const why = state === 'ended' ? 'it has ended' : (detail ?? state);
        return wrong(
          part,
          `The list of “${name}” cannot be used: ${why}.`,
          'Let this machine reach it, or have the authority publish it.',
        );
      });
  } finally {
    lists.close();
  }
}
