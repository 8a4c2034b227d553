import type { TLSSocket } from 'node:tls';
import { oneLine } from '#connector/sign-in/one-line.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { TlsDifferences } from '#lib/wire/revocation-board.ts';

export type TlsDifference = {
  /** OpenSSL's code, or `accepted`. */
  readonly tls: string;
  /** The refusal of the rules, or `accepted`. */
  readonly rules: string;
};

/** Counts handshakes of which OpenSSL and the rules say different things. */
export type DifferenceCounter = {
  readonly note: (
    socket: TLSSocket,
    difference: TlsDifference,
    certificate: Certificate | undefined,
    at: number,
  ) => void;
  readonly state: () => TlsDifferences;
};

export function countDifferences(onChange: () => void): DifferenceCounter {
  const counted = new WeakSet<TLSSocket>();
  let state: TlsDifferences = { count: 0 };
  return {
    note: (socket, { tls, rules }, certificate, at) => {
      if (counted.has(socket)) return;
      counted.add(socket);
      const name = certificate === undefined ? '' : oneLine(displayName(certificate), 120);
      state = { count: state.count + 1, last: { at, tls: tls.slice(0, 80), rules, certificate: name } };
      onChange();
    },
    state: () => state,
  };
}
