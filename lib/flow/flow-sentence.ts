import { type Method, methodName } from '#lib/flow/flow-settings.ts';

/** Which network decided: a configured one, the implicit one around a connector's own address, or none. */
export type Matched =
  | { readonly kind: 'network'; readonly block: string; readonly label: string }
  | { readonly kind: 'implicit'; readonly block: string; readonly connectors: readonly string[] }
  | { readonly kind: 'none' };

/** Methods in order, for a sentence: `client certificate, then Kerberos, then password`. */
export function methodsInOrder(methods: readonly Method[]): string {
  return methods.length === 0 ? 'nobody gets in' : methods.map(methodName).join(', then ');
}

/** A network by its label, if it has one, and its block. */
export function networkName({ label, block }: { readonly label: string; readonly block: string }): string {
  return label.trim() === '' ? block : `${label.trim()} ${block}`;
}

/** Connectors by name, for a sentence that goes on with `seen from`. */
export function connectorsAre(connectors: readonly string[]): string {
  if (connectors.length === 0) return 'a connector is';
  if (connectors.length === 1) return `connector ${connectors[0]} is`;
  return `connectors ${connectors.slice(0, -1).join(', ')} and ${connectors.at(-1)} are`;
}

/** The whole decision in one line. */
export function flowSentence(matched: Matched, methods: readonly Method[]): string {
  const answer = methodsInOrder(methods);
  switch (matched.kind) {
    case 'network':
      return `${networkName(matched)}: ${answer}.`;
    case 'implicit':
      return `${matched.block}, where ${connectorsAre(matched.connectors)} seen from: ${answer}.`;
    case 'none':
      return `Outside every network: ${answer}.`;
  }
}
