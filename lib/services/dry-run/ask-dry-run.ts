import { type AskDryRun, askDryRunSchema, type DryRunAnswer } from '#lib/contracts/dry-run.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';
import type { Context } from '#lib/services/context.ts';
import { askOneConnector } from '#lib/services/dry-run/ask-one-connector.ts';
import { countDryRun } from '#lib/services/dry-run/count-dry-run.ts';
import { dryRunQuestion } from '#lib/services/dry-run/dry-run-question.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { readConnectionFacts } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { requireOperator } from '#lib/services/require-actor.ts';
import { inFairOrder } from '#lib/services/sign-in/ask-connectors.ts';
import { passwordConnectors } from '#lib/services/sign-in/door-facts.ts';

/** Where one does not answer, one other is asked: nothing is counted by it, but nobody waits for ever. */
const mostAsked = 2;

/**
 * Has a connector say what would come of a certificate or of a user name. Personal data comes out of the directory by it, so who asked about
 * whom is recorded before it is asked; what comes back is kept nowhere.
 */
export async function askDryRun(ctx: Context, input: unknown): Promise<Outcome<DryRunAnswer>> {
  const allowed = requireOperator(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(askDryRunSchema, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  const facts = await readConnectionFacts(ctx.db, wanted.connectionId);
  if (!facts.ok) return facts;
  const { connection, connectors } = facts.value;
  if (wanted.connectorId !== undefined && !connectors.some(({ id }) => id === wanted.connectorId))
    return failure('not-found', 'This connector is not there any more. Choose another one.');
  const online = passwordConnectors(ctx.gateway.onlineConnectors(connection.id), connectors).filter(
    ({ connectorId }) => wanted.connectorId === undefined || connectorId === wanted.connectorId,
  );
  if (online.length === 0) return success(nobodyToAsk(wanted, connectors));
  const question = await dryRunQuestion(wanted, connection.draft);
  if (!question.ok) return question;
  const counted = await countDryRun(ctx, allowed.value.id);
  if (!counted.ok) return counted;
  await recordAudit(ctx.db, ctx, { verb: 'askDryRun', subject: connection.id, after: await aboutWhom(wanted) });
  let answer: DryRunAnswer | undefined;
  for (const candidate of inFairOrder(online, ctx.fillRandom).slice(0, mostAsked)) {
    answer = await askOneConnector(ctx, connection.id, candidate, question.value);
    if (answer.kind === 'answered') break;
    ctx.log.warn({ connectorId: candidate.connectorId, reason: answer.reason }, 'A connector did not answer a dry run');
  }
  return success(answer ?? nobodyToAsk(wanted, connectors));
}

/** For the record: whom was asked about, never the certificates themselves. */
async function aboutWhom({ presented: [own], userName, connectorId, settings }: AskDryRun): Promise<unknown> {
  const read = own === undefined ? undefined : await readCachedCertificate(own);
  const certificate = read?.ok
    ? { name: displayName(read.value).slice(0, 200), fingerprint: read.value.fingerprint }
    : null;
  return { certificate, userName: userName ?? null, connectorId: connectorId ?? null, settings };
}

function nobodyToAsk(
  { connectorId }: AskDryRun,
  connectors: readonly { readonly id: string; readonly name: string }[],
): DryRunAnswer {
  const connectorName = connectors.find(({ id }) => id === connectorId)?.name ?? null;
  const detail =
    connectorName === null
      ? 'No connector with a directory is online.'
      : `${connectorName} is not online, or has no directory.`;
  return { kind: 'not-answered', connectorName, reason: 'no-connector', detail };
}
