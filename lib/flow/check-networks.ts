import type { Finding, Severity } from '#lib/core/finding.ts';
import { formatAddress, parseAddress } from '#lib/flow/address.ts';
import { type Block, blockContains, blockRange, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { networkName } from '#lib/flow/flow-sentence.ts';
import {
  connectionMethods,
  type FlowSettings,
  type Method,
  methodName,
  type Network,
} from '#lib/flow/flow-settings.ts';
import { nestBlocks } from '#lib/flow/nest-blocks.ts';
import { type NetworkFindingId, networkFindingCatalogue } from '#lib/flow/network-finding-catalogue.ts';
import { specialRange } from '#lib/flow/special-ranges.ts';

export { type NetworkFindingId, networkFindingCatalogue } from '#lib/flow/network-finding-catalogue.ts';

/** What the check may know beyond the networks; what is absent is not checked. */
export type NetworkContext = {
  /** Addresses connectors are seen from: where one lies in a private network, its addresses do reach Gatehouse. */
  readonly seenFrom?: readonly string[] | undefined;
  /** Which methods are on for the connection. */
  readonly settings?: Pick<FlowSettings, 'clientCertificate' | 'kerberos'> | undefined;
};

type ReadNetwork = { readonly network: Network; readonly block: Block; readonly text: string };

/** Everything that can be found about networks: blocks that cannot decide or were hardly meant (RFC 4632, RFC 6890), and methods. */
export function checkNetworks(
  networks: readonly Network[],
  { seenFrom = [], settings }: NetworkContext = {},
): Finding[] {
  const seen = seenFrom.flatMap((text) => {
    const address = parseAddress(text);
    return address.ok ? [address.value] : [];
  });
  const on = settings === undefined ? undefined : connectionMethods(settings);
  const read: ReadNetwork[] = [];
  const found: Finding[] = [];
  for (const network of networks) {
    const parsed = parseBlock(network.block);
    const block = parsed.ok ? parsed.value : parsed.problem.meant?.network;
    if (block === undefined) {
      const message = parsed.ok ? '' : parsed.problem.message;
      found.push({
        ...finding('NET-INVALID', network.label.trim() || network.block || 'a network without a block', message),
      });
      continue;
    }
    const text = formatBlock(block);
    const each = { network, block, text };
    read.push(each);
    if (text !== network.block) {
      const message = parsed.ok
        ? `The block is written ${network.block}; its canonical form is ${text}.`
        : parsed.problem.message;
      found.push(about(each, 'NET-HOST-BITS', message, parsed.ok ? { remedy: `Write ${text}.` } : {}));
    }
    found.push(...widthFindings(each));
    const isReached = seen.some((address) => blockContains(block, address));
    found.push(...specialFindings(each, isReached), ...methodFindings(each, on));
  }
  return [...found, ...nestingFindings(read), ...familyFindings(read)];
}

function finding(id: NetworkFindingId, subject: string, message: string): Finding {
  const entry = networkFindingCatalogue.find((each) => each.id === id);
  const { severity, remedy }: { severity: Severity; remedy: string } = entry ?? { severity: 'error', remedy: '' };
  return { id, severity, area: 'networks', subject, message, remedy };
}

function about(
  { network, text }: ReadNetwork,
  id: NetworkFindingId,
  message: string,
  more: Partial<Finding> = {},
): Finding {
  return { ...finding(id, networkName({ label: network.label, block: text }), message), block: text, ...more };
}

function widthFindings(each: ReadNetwork): Finding[] {
  const { block, network, text } = each;
  if (block.prefixLength >= (block.family === 4 ? 8 : 32)) return [];
  const { first, last } = blockRange(block);
  const message = `${text} covers ${formatAddress(first)} to ${formatAddress(last)}, far more than one organisation has.`;
  if (network.widthConfirmed !== true) return [about(each, 'NET-TOO-WIDE', message)];
  return [about(each, 'NET-TOO-WIDE', `${message} The width is confirmed.`, { severity: 'warning' })];
}

const specialFindingIds = {
  private: 'NET-PRIVATE',
  documentation: 'NET-DOCUMENTATION',
  reserved: 'NET-RESERVED',
} as const;

function specialFindings(each: ReadNetwork, isReached: boolean): Finding[] {
  const special = specialRange(each.block);
  if (special === undefined || isReached) return [];
  const holds =
    special.block === each.text ? `holds ${special.meaning}` : `lies in ${special.block}, ${special.meaning}`;
  const message = `${each.text} ${holds}; nobody reaches a Gatehouse on the internet from there.`;
  return [about(each, specialFindingIds[special.kind], message)];
}

function methodFindings(each: ReadNetwork, on: readonly Method[] | undefined): Finding[] {
  const own = [...new Set(each.network.methods)];
  if (own.length === 0) return [];
  const found: Finding[] = [];
  const off = on === undefined ? [] : own.filter((method) => !on.includes(method));
  const are = off.length === 1 ? 'is' : 'are';
  if (off.length > 0) {
    const names = off.map(methodName).join(' and ');
    const message = `The network names ${names}, which ${are} off for the connection and so not offered.`;
    found.push(about(each, 'NET-METHOD-OFF', message));
  }
  if (off.length === own.length) {
    found.push(about(each, 'NET-NO-METHOD', `No method is left for ${each.text}, so nobody gets in from there.`));
  }
  if (own.includes('password') && own.at(-1) !== 'password') {
    const after = own
      .slice(own.indexOf('password') + 1)
      .map(methodName)
      .join(' and ');
    found.push(about(each, 'NET-PASSWORD-NOT-LAST', `The network offers ${after} only after a password has failed.`));
  }
  return found;
}

function nestingFindings(read: readonly ReadNetwork[]): Finding[] {
  const { order, parents, duplicateOf } = nestBlocks(read.map((each) => each.block));
  const found: Finding[] = [];
  const inner = new Map<number, ReadNetwork[]>();
  for (const place of order) {
    const each = read[place] as ReadNetwork;
    const twin = read[duplicateOf[place] as number];
    const parent = parents[place] as number;
    if (twin !== undefined) {
      const other = twin.network.label.trim() === '' ? 'another network' : `“${twin.network.label.trim()}”`;
      found.push(about(each, 'NET-DUPLICATE', `${each.text} is the block of ${other} already.`));
    } else if (parent >= 0) {
      const within = inner.get(parent) ?? [];
      within.push(each);
      inner.set(parent, within);
    }
  }
  for (const [place, within] of inner) {
    const names = within.slice(0, 3).map(({ network, text }) => networkName({ label: network.label, block: text }));
    const more = within.length > 3 ? ` and ${within.length - 3} more` : '';
    const message = `Addresses in ${names.join(', ')}${more} get the flow of that network, not this one.`;
    found.push(about(read[place] as ReadNetwork, 'NET-SHADOWED', message));
  }
  return found;
}

function familyFindings(read: readonly ReadNetwork[]): Finding[] {
  if (read.length === 0 || read.some(({ block }) => block.family === 6)) return [];
  return [
    finding(
      'NET-NO-IPV6',
      'IPv6',
      'All networks are IPv4; people whose browser uses IPv6 get the flow of everyone else.',
    ),
  ];
}
