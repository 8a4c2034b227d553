import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { Context } from '#lib/services/context.ts';
import type { KnownConnector } from '#lib/services/find-connector.ts';
import type { CloseReason } from '#lib/wire/close-codes.ts';
import type { HelloFrame } from '#lib/wire/frames.ts';
import { importPublicKey, isHelloProved } from '#lib/wire/hello-proof.ts';

export type Recognition =
  | { readonly ok: true; readonly connector: KnownConnector }
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
  const facts = { hubNonce, connectorNonce: hello.nonce, connectorId: hello.connectorId, version: hello.version };
  const publicKey = await importPublicKey(connector.identityKey);
  if (!(await isHelloProved('connector', facts, hello.proof, publicKey))) return { ok: false, reason: 'notRecognised' };
  return connector.isRevoked ? { ok: false, reason: 'revoked' } : { ok: true, connector };
}
