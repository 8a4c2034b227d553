import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { Context } from '#lib/services/context.ts';
import type { KnownConnector } from '#lib/services/find-connector.ts';
import type { CloseReason } from '#lib/wire/close-codes.ts';
import type { HelloFrame } from '#lib/wire/frames.ts';
import { type HelloFacts, importPublicKey, isHelloProved } from '#lib/wire/hello-proof.ts';
import { importQuestionKey } from '#lib/wire/question-cipher.ts';

export type Recognised = { readonly connector: KnownConnector; readonly questionKey: CryptoKey };

export type Recognition =
  | { readonly ok: true; readonly recognised: Recognised }
  | { readonly ok: false; readonly reason: CloseReason };

/** Checks that whoever says hello holds the key this connector enrolled with. Only then does it learn that it was revoked. */
export async function recogniseConnector(
  context: Context,
  verbs: Pick<HubVerbs, 'findConnector'>,
  hello: HelloFrame,
  hubNonce: string,
): Promise<Recognition> {
  const connector = await verbs.findConnector(context, hello.connectorId);
  if (connector === undefined) return { ok: false, reason: 'notRecognised' };
  const publicKey = await importPublicKey(connector.identityKey);
  if (!(await isHelloProved('connector', helloFacts(hello, hubNonce), hello.proof, publicKey)))
    return { ok: false, reason: 'notRecognised' };
  if (connector.isRevoked) return { ok: false, reason: 'revoked' };
  const questionKey = await importQuestionKey(hello.questionKey).catch(() => undefined);
  if (questionKey === undefined) return { ok: false, reason: 'unreadableFrame' };
  return { ok: true, recognised: { connector, questionKey } };
}

/** What both proofs of a link are about. */
export function helloFacts(
  { nonce, connectorId, version, questionKey }: Omit<HelloFrame, 'proof'>,
  hubNonce: string,
): HelloFacts {
  return { hubNonce, connectorNonce: nonce, connectorId, version, questionKey };
}
