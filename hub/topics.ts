import { z } from 'zod';
import type { Topic } from '#bus/bus.ts';
import { type CloseReason, closeCodes } from '#lib/wire/close-codes.ts';
import { maxSealedQuestionLength, maxSignedResultLength } from '#lib/wire/limits.ts';

/* What hubs of several processes say to each other. */

const id = z.string().min(1).max(100);
/** Names and braces of a message, without what is long in it. */
const frameBytes = 2_000;

export const maxConnectorsOfMessage = 500;

/** Links were taken over, lost, or told news: whoever hears it reads what the database has of them. Or a process stops. */
const linkNewsSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('changed'), connectorIds: z.array(id).min(1).max(maxConnectorsOfMessage) }),
  z.object({ t: z.literal('left'), processId: id }),
]);
export const linkNews: Topic<z.infer<typeof linkNewsSchema>> = {
  name: 'links',
  schema: linkNewsSchema,
  maxBytes: 100_000,
};

const orderSchema = z.discriminatedUnion('t', [
  /** The connection has something published that its connectors are to get. */
  z.object({ t: z.literal('announce'), connectionId: id }),
  z.object({
    t: z.literal('hang-up'),
    connectorId: id,
    reason: z.enum(Object.keys(closeCodes) as [CloseReason, ...CloseReason[]]),
  }),
]);
export type Order = z.infer<typeof orderSchema>;
export const orders: Topic<Order> = { name: 'orders', schema: orderSchema, maxBytes: frameBytes };

const farQuestionSchema = z.object({
  id,
  connectorId: id,
  /** Encrypted to the connector's link: what carries it learns nothing. */
  sealed: z.string().max(maxSealedQuestionLength),
  timeoutMs: z.number().int().min(1).max(600_000),
  /** The process that asks. */
  from: id,
});
export const questionsTo = (processId: string): Topic<z.infer<typeof farQuestionSchema>> => ({
  name: `questions.${processId}`,
  schema: farQuestionSchema,
  maxBytes: maxSealedQuestionLength + frameBytes,
});

const farAnswerSchema = z.object({
  id,
  asked: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answered'), signed: z.string().max(maxSignedResultLength) }),
    z.object({ kind: z.literal('not-asked') }),
    z.object({ kind: z.literal('no-answer') }),
  ]),
});
export const answersTo = (processId: string): Topic<z.infer<typeof farAnswerSchema>> => ({
  name: `answers.${processId}`,
  schema: farAnswerSchema,
  maxBytes: maxSignedResultLength + frameBytes,
});
