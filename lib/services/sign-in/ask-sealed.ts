import { newId } from '#lib/core/ids.ts';
import type { ServiceContext } from '#lib/services/context.ts';
import type { Asked, OnlineConnector } from '#lib/wire/gateway.ts';
import { type Question, sealQuestion } from '#lib/wire/sealed-question.ts';

/** Asks one connector one question, encrypted to its link alone. The answer is still to be checked, and must name the id. */
export async function askSealed(
  ctx: Pick<ServiceContext, 'fillRandom' | 'now' | 'keyring' | 'gateway'>,
  { connectorId, questionKey }: Pick<OnlineConnector, 'connectorId' | 'questionKey'>,
  question: Question,
  timeoutMs: number,
): Promise<{ readonly id: string; readonly asked: Asked }> {
  const id = newId('que', ctx.fillRandom);
  const sealed = await sealQuestion(
    question,
    { id, connectorId, expiresAt: ctx.now() + timeoutMs },
    { questionKey, gatehouseKey: ctx.keyring.privateKey },
  );
  return { id, asked: await ctx.gateway.ask(connectorId, { id, sealed }, timeoutMs) };
}
