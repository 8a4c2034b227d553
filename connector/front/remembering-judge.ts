import { hash } from 'node:crypto';
import type { JudgingRules } from '#connector/front/read-rules.ts';
import type { GatherEvidence, Gathered } from '#connector/sign-in/revocation/gather-evidence.ts';
import { steadyAround } from '#connector/sign-in/revocation/steady-around.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';

/** What was looked up about one path on which everything else holds. */
export type LookedUp = { readonly path: readonly Certificate[]; readonly gathered: Gathered };

export type Judged = {
  readonly verdict: Verdict;
  readonly certificate: Certificate | undefined;
  /** In the order tried. */
  readonly lookedUp: readonly LookedUp[];
};

export type JudgeCase = {
  /** DER of what the browser sent, its own certificate first. */
  readonly presented: readonly Bytes[];
  readonly rules: JudgingRules;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The moment that revocation is asked of, where it is another one: nobody knows the lists of another time. */
  readonly lookedUpAt?: number;
};

/** Judges what browsers present, revocation included, and remembers what it said. */
export type ClientJudge = (judgeCase: JudgeCase) => Promise<Judged>;

type Remembered = Judged & { readonly from: number; readonly until: number };

const mostRemembered = 2_000;

/**
 * Of everything that a verdict is made of only the time and what is known of revocation differ between two visits with the same certificates
 * under the same rules. Rules ask of the time nothing but on which side of a beginning or an end it is. So a verdict is given again until the
 * next of those moments, and only while for each path that was looked up there is the very same evidence: a list that came meanwhile counts at once.
 */
export function rememberingJudge(gather: GatherEvidence, most = mostRemembered): ClientJudge {
  const remembered = new Map<string, Remembered>();

  async function isSteady(known: Remembered, { rules, at }: JudgeCase): Promise<boolean> {
    if (at < known.from || at > known.until) return false;
    const now = await Promise.all(known.lookedUp.map(({ path }) => gather(path, rules.revocation, at)));
    return now.every(({ id }, place) => id === known.lookedUp[place]?.gathered.id);
  }

  return async (judgeCase) => {
    const { presented, rules, at, lookedUpAt = at } = judgeCase;
    const key = [rules.rulesId, ...presented.map((der) => hash('sha256', der, 'base64'))].join(' ');
    const known = lookedUpAt === at ? remembered.get(key) : undefined;
    if (known !== undefined && (await isSteady(known, judgeCase))) {
      // The ones used last are kept: a Map tells its keys in the order they were set.
      remembered.delete(key);
      remembered.set(key, known);
      return known;
    }
    const parsed = await Promise.all(presented.map((der) => parseCertificate(der)));
    const [own] = parsed;
    if (own !== undefined && !own.ok) return unreadable(own.problem.message);
    const certificates = parsed.flatMap((one) => (one.ok ? [one.value] : []));
    const { authorities, revocation: plan, partialChains } = rules;
    const lookedUp: LookedUp[] = [];
    const judged = {
      verdict: await judgeCertificate({
        presented: certificates,
        authorities,
        partialChains,
        at,
        purpose: { kind: 'client' },
        revocation: {
          at: lookedUpAt,
          modeOf: (issuer) => plan.ruleOf(issuer).mode,
          gather: async (path) => {
            const gathered = await gather(path, plan, lookedUpAt);
            lookedUp.push({ path, gathered });
            return gathered.evidence;
          },
        },
      }),
      certificate: certificates[0],
      lookedUp,
    };
    if (isWorthRemembering(judged.verdict) && lookedUpAt === at) {
      remembered.delete(key);
      const oldest = remembered.keys().next().value;
      if (remembered.size >= most && oldest !== undefined) remembered.delete(oldest);
      remembered.set(key, { ...judged, ...steadyTime(at, [...certificates, ...authorities], lookedUp) });
    }
    return judged;
  };
}

/** Strangers can be refused for anything else as often as they like, and must not drive out those who belong here. */
function isWorthRemembering(verdict: Verdict): boolean {
  return verdict.accepted || verdict.refusal === 'revoked' || verdict.refusal === 'revocation-unknown';
}

function steadyTime(at: number, certificates: readonly Certificate[], lookedUp: readonly LookedUp[]) {
  // The moment in which one ends is over for whoever signs in by it.
  const spans = certificates.map(({ notBefore, notAfter }) => ({ notBefore, notAfter: notAfter - 1 }));
  const times = [steadyAround(at, spans), ...lookedUp.map(({ gathered }) => gathered)];
  return {
    from: Math.max(...times.map(({ from }) => from)),
    until: Math.min(...times.map(({ until }) => until)),
  };
}

function unreadable(detail: string): Judged {
  return {
    verdict: {
      accepted: false,
      refusal: 'unreadable',
      depth: 0,
      paragraph: 'RFC 5280 section 4.1',
      message: `Your certificate cannot be read: ${detail}.`,
      remedy: 'Ask your administrator for a new certificate.',
    },
    certificate: undefined,
    lookedUp: [],
  };
}
