import { type Bytes, fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';

/*
 * Challenge and response both ways: the connector signs the hub's nonce with the key it made at enrolment, the hub signs the
 * connector's nonce with the Gatehouse key that the connector pinned then. Both signatures cover both nonces and the
 * connector's id, so neither can be used on another link.
 */

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const;

export type HelloFacts = {
  readonly hubNonce: string;
  readonly connectorNonce: string;
  readonly connectorId: string;
  readonly version: number;
  /** The link's key for questions: signed along, so that nobody on the way can put another in its place. */
  readonly questionKey: string;
};

type Side = 'connector' | 'hub';

function provedBytes(side: Side, facts: HelloFacts): Bytes {
  return utf8(
    `gatehouse-hello-1\0${side}\0${facts.version}\0${facts.connectorId}\0${facts.hubNonce}\0${facts.connectorNonce}\0${facts.questionKey}`,
  );
}

export async function proveHello(side: Side, facts: HelloFacts, privateKey: CryptoKey): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.sign(ecdsa, privateKey, provedBytes(side, facts))));
}

export async function isHelloProved(
  side: Side,
  facts: HelloFacts,
  proof: string,
  publicKey: CryptoKey,
): Promise<boolean> {
  const signature = fromBase64(proof);
  return signature !== undefined && crypto.subtle.verify(ecdsa, publicKey, signature, provedBytes(side, facts));
}

/** Imports a SubjectPublicKeyInfo of an ECDSA P-256 key, given in base64. */
export async function importPublicKey(spki: string): Promise<CryptoKey> {
  const bytes = fromBase64(spki);
  if (bytes === undefined) throw new TypeError('the public key is not base64');
  return crypto.subtle.importKey('spki', bytes, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
}
