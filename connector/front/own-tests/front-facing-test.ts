import { signInPlace } from '#connector/front/listener-plan.ts';
import { type ProbeTarget, probeTls } from '#connector/front/probe-tls.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';

export type FrontFacingParts = {
  /** How long a handshake with one's own address may take. */
  readonly timeoutMs?: number;
};

export type FrontFacingTest = {
  /** Notes what could be reached before, so that a network that never lets a connector reach its own address is not blamed on a revision. */
  readonly before: () => Promise<undefined>;
  /** Whether people would arrive; undefined where this connector cannot tell. */
  readonly after: () => Promise<boolean | undefined>;
};

type Door = { readonly url: string; readonly fingerprint: string };

/** For revisions with another front-facing URL or another certificate than before. */
export function frontFacingTest(
  revision: ServableRevision,
  before: ServableRevision | undefined,
  { timeoutMs = 2_000 }: FrontFacingParts,
): FrontFacingTest | undefined {
  const doors = doorsOf(revision);
  const former = before === undefined ? [] : doorsOf(before);
  if (doors.length === 0 || JSON.stringify(doors) === JSON.stringify(former)) return undefined;
  // Behind one address there may be others whose turn has not come: they answer with what was served before.
  const known = new Set([...doors, ...former].map(({ fingerprint }) => fingerprint));
  const isOurs = async ({ url }: Door): Promise<boolean> => {
    const target = targetOf(url);
    if (target === undefined) return false;
    return probeTls(target, timeoutMs).then(
      (fingerprint) => known.has(fingerprint),
      () => false,
    );
  };
  const allOurs = async (some: readonly Door[]) => (await Promise.all(some.map(isOurs))).every((one) => one);
  let wasReached: boolean | undefined;
  return {
    before: async () => {
      if (former.length > 0) wasReached = await allOurs(former);
      return undefined;
    },
    after: async () => {
      if (await allOurs(doors)) return true;
      return wasReached === false ? undefined : false;
    },
  };
}

function doorsOf({ settings, listeners }: ServableRevision): Door[] {
  return (['main', 'kerberos'] as const).flatMap((name) => {
    const material = listeners[name];
    return material === undefined
      ? []
      : [{ url: signInPlace(settings, name).frontFacingUrl, fingerprint: material.fingerprint }];
  });
}

function targetOf(text: string): ProbeTarget | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { kind: 'address', host, port: url.port === '' ? 443 : Number(url.port) };
}
