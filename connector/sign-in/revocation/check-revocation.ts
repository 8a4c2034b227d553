import { steadyAround } from '#connector/front/remembering-judge.ts';
import { refused, unavailable } from '#connector/sign-in/ending.ts';
import type { KeptList, ListKeeper } from '#connector/sign-in/revocation/keep-lists.ts';
import type { RevocationCheck, RevocationStanding } from '#connector/sign-in/revocation/revocation-check.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { crlUrls } from '#lib/pki/revocation/crl-urls.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationGap, RevocationVerdict } from '#lib/pki/revocation/revocation-verdict.ts';

type Remembered = {
  readonly verdict: RevocationVerdict;
  readonly listIds: string;
  readonly from: number;
  readonly until: number;
};

const mostRemembered = 2_000;

/** Looks certificates of an accepted path up in the lists of their authorities. */
export function checkRevocation(keeper: ListKeeper, most = mostRemembered): RevocationCheck {
  const remembered = new Map<string, Remembered>();
  // Numbers stand for lists, which are large: a verdict must not keep one that was replaced long ago.
  const ids = new WeakMap<RevocationList, number>();
  let lastId = 0;

  function idOf(list: RevocationList): number {
    const known = ids.get(list);
    if (known !== undefined) return known;
    lastId += 1;
    ids.set(list, lastId);
    return lastId;
  }

  /** The same path under the very same lists, with none of them begun or ended in between: nothing else goes into the verdict. */
  async function judge(
    path: readonly Certificate[],
    lists: readonly RevocationList[],
    mode: 'fail-open' | 'fail-closed',
    at: number,
  ): Promise<RevocationVerdict> {
    const key = [mode, ...path.map(({ fingerprint }) => fingerprint)].join(' ');
    const known = remembered.get(key);
    const listIds = lists.map(idOf).join(' ');
    if (known !== undefined && known.listIds === listIds && known.from <= at && at <= known.until) return known.verdict;
    const verdict = await judgeRevocation({
      path,
      evidence: { crls: lists, ocsp: [] },
      at,
      modeOf: () => mode,
      certificates: path,
      pathOf: async () => undefined,
    });
    remembered.delete(key);
    const [oldest] = remembered.keys();
    if (remembered.size >= most && oldest !== undefined) remembered.delete(oldest);
    const times = lists.map(({ thisUpdate, nextUpdate }) => ({
      notBefore: thisUpdate,
      notAfter: nextUpdate ?? Number.POSITIVE_INFINITY,
    }));
    remembered.set(key, { verdict, listIds, ...steadyAround(at, times) });
    return verdict;
  }

  return async (path, mode, at) => {
    if (mode === 'off') return { ending: undefined, detail: 'Not looked up: revocation is off.' };
    const found = await Promise.all(path.slice(1).map((issuer, depth) => listsOf(path[depth], issuer, keeper, at)));
    const lists = [...new Set(found.flatMap((one) => one.lists))];
    const verdict = await judge(path, lists, mode, at);
    return standing(
      verdict,
      lists,
      found.flatMap((one) => one.faults),
    );
  };
}

type Found = { readonly lists: readonly RevocationList[]; readonly faults: readonly string[] };

/** The addresses of one certificate lead to the same list (RFC 5280 section 4.2.1.13): the first that has one is enough. */
async function listsOf(
  certificate: Certificate | undefined,
  issuer: Certificate,
  keeper: ListKeeper,
  at: number,
): Promise<Found> {
  if (certificate === undefined) return { lists: [], faults: [] };
  const urls = crlUrls(certificate);
  if (urls.length === 0)
    return { lists: [], faults: [`“${displayName(certificate)}” names no http address of a list`] };
  const lists: RevocationList[] = [];
  const faults: string[] = [];
  for (const url of urls) {
    const { list, fault }: KeptList = await keeper.get(url, issuer, at);
    if (list !== undefined) lists.push(list);
    if (fault !== undefined) faults.push(`${url}: ${fault}`);
    if (list !== undefined && (list.nextUpdate === undefined || at <= list.nextUpdate)) break;
  }
  return { lists, faults };
}

function standing(
  verdict: RevocationVerdict,
  lists: readonly RevocationList[],
  faults: readonly string[],
): RevocationStanding {
  const seen = lists.map(
    ({ issuer, thisUpdate, entryCount }) =>
      `list of ${issuer.text} from ${new Date(thisUpdate).toISOString()} with ${entryCount} entries`,
  );
  if (verdict.accepted) {
    const gaps =
      verdict.gaps.length === 0 ? [] : ['Let in without knowing (fail-open).', ...gapTexts(verdict.gaps), ...faults];
    return { ending: undefined, detail: [...gaps, ...seen].join('; ') || 'Nothing to look up.' };
  }
  if (verdict.refusal === 'revoked') {
    const detail = [verdict.message, ...seen].join('; ');
    return { ending: refused('revoked', detail), refusal: verdict, detail };
  }
  const detail = [verdict.message, ...gapTexts(verdict.gaps), ...faults].join('; ');
  return { ending: unavailable('revocation-unknown', detail), refusal: verdict, detail };
}

function gapTexts(gaps: readonly RevocationGap[]): readonly string[] {
  return gaps.map((gap) => gap.detail);
}
