import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

/** Where the SSL certificate's key is, as far as the page can know: never in the open. */
export type KeyState =
  | { readonly state: 'no-certificate' }
  /** Read from a file, in memory, to be sealed on save. */
  | { readonly state: 'to-seal'; readonly connectors: number }
  | { readonly state: 'nobody-to-seal-to' }
  | { readonly state: 'sealed'; readonly connectors: number }
  /** Made on connectors for a certificate request; `missing` have neither that nor a sealed one. */
  | { readonly state: 'held'; readonly holders: readonly string[]; readonly missing: readonly string[] }
  | { readonly state: 'sealed-to-some'; readonly sealed: number; readonly missing: readonly string[] }
  | { readonly state: 'missing' };

export function keyState({
  leaf,
  savedLeaf,
  pendingKey,
  connectors,
}: {
  /** First of the chain being edited. */
  readonly leaf: Pick<CertificateFacts, 'spkiFingerprint'> | undefined;
  /** First of the draft's chain: what `hasSealedKey` speaks of. */
  readonly savedLeaf: Pick<CertificateFacts, 'spkiFingerprint'> | undefined;
  readonly pendingKey: string | undefined;
  readonly connectors: readonly Pick<ConnectorView, 'name' | 'hasSealedKey' | 'heldKeys'>[];
}): KeyState {
  if (leaf === undefined) return { state: 'no-certificate' };
  if (pendingKey === leaf.spkiFingerprint) {
    return connectors.length === 0
      ? { state: 'nobody-to-seal-to' }
      : { state: 'to-seal', connectors: connectors.length };
  }
  const isSaved = savedLeaf?.spkiFingerprint === leaf.spkiFingerprint;
  const holds = ({ heldKeys }: Pick<ConnectorView, 'heldKeys'>) => heldKeys.includes(leaf.spkiFingerprint);
  const holders = connectors.filter(holds).map(({ name }) => name);
  if (holders.length > 0) {
    const without = connectors.filter((one) => !holds(one) && !(isSaved && one.hasSealedKey));
    return { state: 'held', holders, missing: without.map(({ name }) => name) };
  }
  if (!isSaved) return { state: 'missing' };
  const missing = connectors.filter((connector) => !connector.hasSealedKey).map((connector) => connector.name);
  const sealed = connectors.length - missing.length;
  if (sealed === 0) return { state: 'missing' };
  return missing.length === 0 ? { state: 'sealed', connectors: sealed } : { state: 'sealed-to-some', sealed, missing };
}
