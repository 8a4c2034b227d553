/** The row of a key, as far as its times go; milliseconds since 1970. */
export type KeyTimes = { readonly kid: string; readonly signsFrom: number; readonly retiredAt: number | null };

const dayMs = 86_400_000;
/** How long a key signs. */
export const keyLifeMs = 90 * dayMs;
/** How long a key is published before it signs: applications keep the list of keys for hours, hardly for a day. */
export const publishedAheadMs = dayMs;
/**
 * How long a key stays published after its last signature: an application signs people out with the ID token it once got
 * (OpenID Connect RP-Initiated Logout section 2), and sessions last up to 90 days.
 */
export const keptMs = 91 * dayMs;

export type KeyPlan = {
  /** The key that signs now; undefined: one is to be made at once. */
  readonly signing: string | undefined;
  /** A key that was to sign later and does so from now. */
  readonly promote: string | undefined;
  /** A new key, and when it begins to sign. */
  readonly make: number | undefined;
  readonly retire: readonly { readonly kid: string; readonly at: number }[];
  readonly remove: readonly string[];
};

/** What is to become of the keys at this moment. */
export function planOidcKeys(keys: readonly KeyTimes[], now: number): KeyPlan {
  const remove = keys.filter(({ retiredAt }) => retiredAt !== null && retiredAt + keptMs <= now);
  const live = keys.filter(({ retiredAt }) => retiredAt === null).sort((a, b) => a.signsFrom - b.signsFrom);
  const begun = live.filter(({ signsFrom }) => signsFrom <= now);
  const waiting = live.filter(({ signsFrom }) => signsFrom > now);
  const signing = begun.at(-1);
  const gone = { remove: remove.map(({ kid }) => kid) };
  if (signing === undefined) {
    const [next] = waiting;
    const make = next === undefined ? now : undefined;
    return { ...gone, signing: next?.kid, promote: next?.kid, make, retire: [] };
  }
  const isEnding = signing.signsFrom + keyLifeMs - publishedAheadMs <= now;
  return {
    ...gone,
    signing: signing.kid,
    promote: undefined,
    make: isEnding && waiting.length === 0 ? now + publishedAheadMs : undefined,
    retire: begun.slice(0, -1).map(({ kid }) => ({ kid, at: signing.signsFrom })),
  };
}
