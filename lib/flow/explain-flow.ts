import type { CompiledNetwork } from '#lib/flow/compile-flow.ts';
import { connectorsAre, methodsInOrder, networkName } from '#lib/flow/flow-sentence.ts';
import { type Method, methodName } from '#lib/flow/flow-settings.ts';

export type ReasonCode =
  | 'mapped-to-ipv4'
  | 'zone-dropped'
  | 'most-specific-network'
  | 'goes-before-broader'
  | 'implicit-network'
  | 'goes-before-implicit'
  | 'own-methods'
  | 'connection-methods'
  | 'method-off'
  | 'no-method-left'
  | 'ends-without-password'
  | 'outside-password'
  | 'outside-refuse';

/** One step of the way to a decision. */
export type Reason = { readonly code: ReasonCode; readonly sentence: string };

type Explained = {
  readonly addressText: string;
  readonly address: string;
  readonly network: CompiledNetwork | undefined;
  readonly broader: readonly CompiledNetwork[];
  readonly methods: readonly Method[];
};

/** Says step by step why an address gets its methods: how it was read, which network decided, where the methods come from. */
export function explainFlow({ addressText, address, network, broader, methods }: Explained): Reason[] {
  const reasons: Reason[] = [];
  const say = (code: ReasonCode, sentence: string): void => {
    reasons.push({ code, sentence });
  };
  if (addressText.includes('%'))
    say('zone-dropped', `The zone id after “%” means nothing here and is dropped: ${address}.`);
  if (addressText.includes(':') && !address.includes(':')) {
    say('mapped-to-ipv4', `An IPv4 address written as IPv6 counts as IPv4: ${address}.`);
  }
  if (network === undefined) {
    if (methods.length > 0)
      say('outside-password', `No network contains ${address}; outside the networks people sign in with a password.`);
    else say('outside-refuse', `No network contains ${address}; outside the networks nobody gets in.`);
    return reasons;
  }

  if (network.kind === 'network') {
    say('most-specific-network', `${networkName(network)} is the most specific network that contains ${address}.`);
    if (network.isSeenFrom) {
      const who = connectorsAre(network.connectors);
      say(
        'goes-before-implicit',
        `${capitalised(who)} seen from this address too; the configured network goes before that.`,
      );
    }
  } else {
    const who = capitalised(connectorsAre(network.connectors));
    say('implicit-network', `${who} seen from ${address}; with Kerberos on, such an address counts as a network.`);
  }
  if (broader.length > 0)
    say('goes-before-broader', `It goes before the broader ${broader.map(networkName).join(', ')}.`);

  for (const method of network.methodsOff) {
    say(
      'method-off',
      `The network names ${methodName(method)}, which is off for the connection and so is not offered.`,
    );
  }
  if (methods.length === 0) {
    say('no-method-left', 'Every method the network names is off for the connection, so nobody gets in from here.');
    return reasons;
  }
  if (network.hasOwnMethods) say('own-methods', `The network sets its own methods: ${methodsInOrder(methods)}.`);
  else say('connection-methods', `The network takes the connection’s methods: ${methodsInOrder(methods)}.`);
  const last = methods.at(-1);
  if (last !== undefined && !methods.includes('password')) {
    say(
      'ends-without-password',
      `No password follows ${methodName(last)}: when it fails, the sign-in ends there, with the reason.`,
    );
  }
  return reasons;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
