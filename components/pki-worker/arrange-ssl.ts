import { certificateFacts, claimsAuthority } from '#components/pki-worker/certificate-facts.ts';
import type { HeldKey, SslArrangement } from '#components/pki-worker/pki-calls.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { matchesHost } from '#lib/pki/certificate/matches-host.ts';
import { checkSslKey } from '#lib/pki/findings/check-ssl-key.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';

type Given = {
  /** From the dropped files. */
  readonly certificates: readonly Certificate[];
  readonly keys: readonly HeldKey[];
  /** The chain that is there already. */
  readonly current: readonly Certificate[];
  readonly host?: string | undefined;
  readonly chosen?: string | undefined;
};

/**
 * Finds the server's own certificate among dropped files and the chain that is there already, by the keys first, then by what is no
 * authority; and puts its chain into the order TLS sends it, without the root, which devices must know by themselves. Only a root that issued to
 * the server itself stays: without it nobody could see that no authority between is missing.
 */
export async function arrangeSsl(given: Given): Promise<SslArrangement> {
  const { certificates, keys, current } = given;
  const pool = [...certificates, ...current];
  const there = current[0] === undefined ? {} : { currentLeaf: certificateFacts(current[0]) };
  const choices = leavesOf(given, pool);
  const leaf = choices[0];
  if (leaf === undefined) {
    const state =
      keys.length > 0 ? 'key-without-certificate' : certificates.length > 0 ? 'authorities-only' : 'nothing';
    const further = certificates.filter(claimsAuthority).map(certificateFacts);
    return { ...there, state, chain: [], spareKeys: keys, choices: [], further };
  }
  const whole = await orderChain(leaf, pool);
  const ordered = whole.chain.length === 2 ? whole : await orderChain(leaf, pool, { withRoot: false });
  const key = keys.find((one) => one.spkiFingerprint === leaf.spkiFingerprint);
  const path = new Set(whole.chain.map((one) => one.fingerprint));
  const isAmbiguous = choices.length > 1 && given.chosen === undefined && !isChosenByHost(choices, given.host);
  const state = stateOf({ hasKey: key !== undefined, keys, isAmbiguous });
  return {
    ...there,
    state,
    ...(state === 'key-fits-none' ? keyFinding(leaf, pool, keys) : {}),
    chain: ordered.chain.map(certificateFacts),
    ...(ordered.missing === undefined ? {} : { missing: ordered.missing }),
    ...(key === undefined ? {} : { keyFingerprint: key.spkiFingerprint }),
    spareKeys: keys.filter((one) => one !== key),
    choices: choices.length > 1 ? choices.map(certificateFacts) : [],
    further: unique(certificates)
      .filter((one) => claimsAuthority(one) && !path.has(one.fingerprint))
      .map(certificateFacts),
  };
}

function stateOf({
  hasKey,
  keys,
  isAmbiguous,
}: {
  readonly hasKey: boolean;
  readonly keys: readonly HeldKey[];
  readonly isAmbiguous: boolean;
}): SslArrangement['state'] {
  if (isAmbiguous) return 'several-certificates';
  if (hasKey) return 'complete';
  return keys.length > 0 ? 'key-fits-none' : 'certificate-without-key';
}

function keyFinding(leaf: Certificate, pool: readonly Certificate[], keys: readonly HeldKey[]) {
  const chain = unique([leaf, ...pool]);
  const [found] = checkSslKey({ chain, spkiFingerprints: keys.map((key) => key.spkiFingerprint) });
  return found === undefined ? {} : { keyFinding: found };
}

/** The certificates that can be the server's own, likeliest first. */
function leavesOf({ certificates, keys, current, host, chosen }: Given, pool: readonly Certificate[]): Certificate[] {
  const keyPrints = new Set(keys.map((key) => key.spkiFingerprint));
  const fitting = unique(pool).filter((one) => keyPrints.has(one.spkiFingerprint));
  const dropped = unique(certificates).filter((one) => !claimsAuthority(one));
  const there = current[0];
  // A key decides; without one, what was dropped; with authorities alone, they belong to the certificate that is there.
  const likely = fitting.length > 0 ? fitting : dropped.length > 0 ? dropped : there === undefined ? [] : [there];
  const rank = (one: Certificate): number =>
    (one.fingerprint === chosen ? 0 : 8) +
    (claimsAuthority(one) ? 4 : 0) +
    (host !== undefined && matchesHost(one, host) ? 0 : 2);
  const ranked = [...likely].sort((a, b) => rank(a) - rank(b) || b.notAfter - a.notAfter);
  return sameKeyOnce(ranked);
}

/** Of several certificates over one key the likeliest stays: a renewal stands in for what it renews. */
function sameKeyOnce(ranked: readonly Certificate[]): Certificate[] {
  return [...Map.groupBy(ranked, (one) => one.spkiFingerprint).values()].flatMap((group) => group.slice(0, 1));
}

function isChosenByHost(choices: readonly Certificate[], host: string | undefined): boolean {
  return host !== undefined && choices.filter((one) => matchesHost(one, host)).length === 1;
}

function unique(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint, one])).values()];
}
