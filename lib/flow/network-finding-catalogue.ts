import type { Severity } from '#lib/core/finding.ts';

/** Every finding about networks. The ids are stable. */
export const networkFindingCatalogue = [
  {
    id: 'NET-INVALID',
    severity: 'error',
    title: 'A network’s block cannot be read',
    meaning: 'No address can fall into it, so nobody gets the flow that was meant for it.',
    remedy: 'Write an address such as 24.12.34.56/32 or a block such as 2001:db8:12::/48.',
  },
  {
    id: 'NET-HOST-BITS',
    severity: 'error',
    title: 'A network’s block is not in canonical form',
    meaning:
      'Bits are set after its prefix, or it is spelled in another way than it is shown elsewhere, so it is not clear what was meant.',
    remedy: 'Choose the network or the one address, as it is offered.',
  },
  {
    id: 'NET-DUPLICATE',
    severity: 'error',
    title: 'Two networks have the same block',
    meaning: 'Only one of them can decide, and which one would be a matter of chance.',
    remedy: 'Remove one of them, or correct its block.',
  },
  {
    id: 'NET-TOO-WIDE',
    severity: 'error',
    title: 'A network is wider than /8 (IPv4) or /32 (IPv6)',
    meaning:
      'Hardly anybody owns so many addresses, so it is most likely a slip, and strangers would be sent to the connectors. Once the width is confirmed this is a warning.',
    remedy: 'Correct the prefix length, or confirm by typing the block that it is meant.',
  },
  {
    id: 'NET-PRIVATE',
    severity: 'warning',
    title: 'A network holds private addresses only',
    meaning:
      'People behind a firewall reach Gatehouse under the address the firewall shows outside, never under a private one.',
    remedy: 'Enter the address your firewall shows outside, unless Gatehouse runs inside that network.',
  },
  {
    id: 'NET-DOCUMENTATION',
    severity: 'warning',
    title: 'A network holds addresses for examples only',
    meaning: 'These addresses are kept for manuals; nobody comes from them.',
    remedy: 'Enter the addresses people really come from.',
  },
  {
    id: 'NET-RESERVED',
    severity: 'warning',
    title: 'A network holds addresses nobody can come from',
    meaning: 'Multicast and reserved addresses are never the address of a browser.',
    remedy: 'Enter the addresses people really come from.',
  },
  {
    id: 'NET-SHADOWED',
    severity: 'note',
    title: 'A narrower network takes addresses over',
    meaning:
      'The most specific network decides, so addresses in the inner network get its flow and not that of the outer one.',
    remedy: 'Nothing, if that is meant; otherwise remove the inner network.',
  },
  {
    id: 'NET-METHOD-OFF',
    severity: 'warning',
    title: 'A network names a method that is off',
    meaning: 'A method that is off for the connection is never offered, whatever a network says.',
    remedy: 'Turn the method on for the connection, or take it off the network.',
  },
  {
    id: 'NET-NO-METHOD',
    severity: 'warning',
    title: 'A network has no method left',
    meaning: 'Every method it names is off for the connection, so nobody gets in from there.',
    remedy: 'Turn one of its methods on, or give the network another one.',
  },
  {
    id: 'NET-PASSWORD-NOT-LAST',
    severity: 'warning',
    title: 'A network has methods after the password',
    meaning: 'People who are asked for a password stay with it, so what comes after it is hardly ever reached.',
    remedy: 'Move the password to the end.',
  },
  {
    id: 'NET-NO-IPV6',
    severity: 'note',
    title: 'There are IPv4 networks only',
    meaning: 'People whose browser uses IPv6 fall into none of them and get the flow of everyone else.',
    remedy: 'Add the IPv6 blocks of the same places, if Gatehouse is reached over IPv6.',
  },
] as const satisfies readonly {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}[];

export type NetworkFindingId = (typeof networkFindingCatalogue)[number]['id'];
