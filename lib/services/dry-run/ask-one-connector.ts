import type { DryRunAnswer } from '#lib/contracts/dry-run.ts';
import type { Context } from '#lib/services/context.ts';
import { askSealed } from '#lib/services/sign-in/ask-sealed.ts';
import type { passwordConnectors } from '#lib/services/sign-in/door-facts.ts';
import { identityVerifier } from '#lib/services/sign-in/identity-verifier.ts';
import { storable } from '#lib/services/sign-in/storable.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import { openSignedDryRun } from '#lib/wire/signed-dry-run.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

/** Longer than a connector gives itself. */
const timeoutMs = 25_000;

/** Asks one connector, and believes what it signed. */
export async function askOneConnector(
  ctx: Pick<Context, 'fillRandom' | 'now' | 'keyring' | 'gateway'>,
  connectionId: string,
  candidate: ReturnType<typeof passwordConnectors>[number],
  question: DryRunQuestion,
): Promise<DryRunAnswer> {
  const { connectorId, name: connectorName } = candidate;
  const no = (reason: string, detail: string): DryRunAnswer => ({
    kind: 'not-answered',
    connectorName,
    reason,
    detail,
  });
  const { id, asked } = await askSealed(ctx, candidate, question, timeoutMs);
  if (asked.kind === 'not-asked') return no('not-asked', `The link to ${connectorName} ended before it was asked.`);
  if (asked.kind === 'no-answer')
    return no('no-answer', `${connectorName} did not answer within ${timeoutMs / 1000} s, or its link ended.`);
  const verify = identityVerifier(candidate.identityKey);
  const said = openSignedDryRun(asked.signed, verify);
  if (said?.iss === connectorId && said.connectionId === connectionId && said.answers === id) {
    const outcome = storable(said.outcome);
    if (outcome.result === 'unavailable') return no(outcome.reason, outcome.detail);
    return { kind: 'answered', connectorId, connectorName, report: outcome.report };
  }
  // What cannot read the question answers it as one about a password.
  const other = await openSignedResult(asked.signed, verify);
  if (other?.iss === connectorId && other.answers === id && other.outcome.result === 'unavailable')
    return no(other.outcome.reason, `${connectorName} did not take the question: ${other.outcome.detail}`);
  return no('answer-invalid', `The answer of ${connectorName} is not signed by it, or answers something else.`);
}
