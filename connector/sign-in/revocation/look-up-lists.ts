import type { JudgingRules } from '#connector/front/read-rules.ts';
import { issuedAuthorities, listSourcesOf } from '#connector/sign-in/revocation/authority-sources.ts';
import { boardRows } from '#connector/sign-in/revocation/board-rows.ts';
import { keepLists } from '#connector/sign-in/revocation/keep-lists.ts';

/** Fetches every list whose address is known without anybody's certificate, for once; what was not asked is left out. */
export async function lookUpLists(
  { authorities, revocation: plan }: JudgingRules,
  now: () => number,
): Promise<ReturnType<typeof boardRows>> {
  const sources = listSourcesOf(authorities, await issuedAuthorities(authorities), plan);
  const lists = keepLists({ now, authorities: () => authorities });
  const at = now();
  try {
    await Promise.all(sources.map((source) => lists.get(source, at)));
    const rows = boardRows({ authorities, plan, lists: lists.all(), answers: [], at });
    return rows.filter(({ state }) => state !== 'not-asked');
  } finally {
    lists.close();
  }
}
