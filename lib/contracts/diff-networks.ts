import type { ChangeView } from '#lib/contracts/change.ts';
import type { NetworkSettings } from '#lib/contracts/settings.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

/** Networks are the same network where their blocks are; their order decides nothing. */
export function diffNetworks(before: readonly NetworkSettings[], after: readonly NetworkSettings[]): ChangeView[] {
  const was = new Map(before.map((network) => [network.block, network]));
  const is = new Map(after.map((network) => [network.block, network]));
  const changes: ChangeView[] = [];
  for (const network of after) {
    const former = was.get(network.block);
    if (former === undefined) changes.push({ kind: 'added', area: 'networks', what: networkText(network) });
    else changes.push(...diffNetwork(former, network));
  }
  for (const network of before) {
    if (!is.has(network.block)) changes.push({ kind: 'removed', area: 'networks', what: networkText(network) });
  }
  return changes;
}

function diffNetwork(before: NetworkSettings, after: NetworkSettings): ChangeView[] {
  const name = nameText(after);
  const pairs: readonly (readonly [what: string, before: string, after: string])[] = [
    [`label of network ${after.block}`, before.label || 'none', after.label || 'none'],
    [`methods of network ${name}`, methodsText(before), methodsText(after)],
    [`width of network ${name}`, widthText(before), widthText(after)],
  ];
  return pairs.flatMap(([what, was, is]) =>
    was === is ? [] : [{ kind: 'changed' as const, area: 'networks' as const, what, before: was, after: is }],
  );
}

function networkText(network: NetworkSettings): string {
  return `network ${nameText(network)}${network.methods === undefined ? '' : ` (${methodsText(network)})`}`;
}

function nameText({ label, block }: NetworkSettings): string {
  return label === '' ? block : `${label} ${block}`;
}

function methodsText({ methods }: NetworkSettings): string {
  return methods === undefined ? 'those of the connection' : methods.map(methodName).join(', ');
}

function widthText({ widthConfirmed }: NetworkSettings): string {
  return widthConfirmed === true ? 'confirmed' : 'not confirmed';
}
