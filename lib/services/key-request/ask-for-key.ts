import type { KeyRequestReason, KeyRequestRefusal } from '#lib/contracts/key-request.ts';
import { keyRequestReasons } from '#lib/contracts/key-request.ts';
import type { Context } from '#lib/services/context.ts';
import type { ConnectorRow } from '#lib/services/read-connection-facts.ts';
import { askSealed } from '#lib/services/sign-in/ask-sealed.ts';
import { identityVerifier } from '#lib/services/sign-in/identity-verifier.ts';
import { storable } from '#lib/services/sign-in/storable.ts';
import { openSignedKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

/** Long enough for a slow machine to find the primes of a few RSA keys, one after the other. */
const timeoutMs = 30_000;

type Answered = Exclude<KeyRequestOutcome, { result: 'refused' }>;

/** Asks one connector to make or forget a key, and believes what it signed. */
export async function askForKey(
  ctx: Pick<Context, 'fillRandom' | 'now' | 'keyring' | 'gateway'>,
  connector: Pick<ConnectorRow, 'id' | 'connectionId' | 'name' | 'identityKey' | 'software'>,
  question: KeyRequestQuestion | ForgetKeyQuestion,
): Promise<{ readonly kind: 'answered'; readonly outcome: Answered } | KeyRequestRefusal> {
  const { id: connectorId, connectionId, name } = connector;
  const link = ctx.gateway.onlineConnectors(connectionId).find((one) => one.connectorId === connectorId);
  if (link === undefined)
    return refusal('not-online', `${name} is not online. Start it, or choose another place for the key.`);
  const { id, asked } = await askSealed(ctx, link, question, timeoutMs);
  if (asked.kind === 'not-asked')
    return refusal('not-asked', `The link to ${name} ended before it was asked. Try again.`);
  if (asked.kind === 'no-answer')
    return refusal('no-answer', `${name} did not answer within ${timeoutMs / 1000} s, or its link ended. Try again.`);
  const verify = identityVerifier(connector.identityKey);
  const said = openSignedKeyRequest(asked.signed, verify);
  if (said?.iss === connectorId && said.connectionId === connectionId && said.answers === id) {
    const outcome = storable(said.outcome);
    return outcome.result === 'refused'
      ? refusal(reasonOf(outcome.reason), `${name}: ${outcome.detail}`)
      : { kind: 'answered', outcome };
  }
  // What cannot read the question answers it as one about a password.
  const other = await openSignedResult(asked.signed, verify);
  if (other?.iss === connectorId && other.answers === id && other.outcome.result === 'unavailable')
    return other.outcome.reason === 'question-unreadable'
      ? refusal('too-old', tooOld(connector))
      : refusal(reasonOf(other.outcome.reason), `${name}: ${storable(other.outcome.detail)}`);
  return refusal('answer-invalid', `The answer of ${name} is not signed by it, or answers something else.`);
}

export function refusal(reason: KeyRequestReason, detail: string): KeyRequestRefusal {
  return { kind: 'refused', reason, detail };
}

function tooOld({ name, software }: Pick<ConnectorRow, 'name' | 'software'>): string {
  return `${name} (${software}) did not take the question: its software is too old to make keys. Update it, or make the key in this browser.`;
}

/** A connector may be newer than this Gatehouse and know more reasons. */
function reasonOf(said: string): KeyRequestReason {
  return keyRequestReasons.find((one) => one === said) ?? 'connector-failed';
}
