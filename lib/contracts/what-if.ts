import { z } from 'zod';
import { methodSchema } from '#lib/contracts/settings.ts';
import { matchedSchema } from '#lib/contracts/sign-in.ts';
import { changeKinds } from '#lib/flow/what-if.ts';
import type { WhatIfAnswer } from '#lib/flow/what-if-answer.ts';
import { certificateCauses } from '#lib/flow/what-if-certificate.ts';

/** How far back sign-ins can be replayed; the log is kept 90 days. */
export const whatIfDays = [1, 7, 30, 90] as const;
export type WhatIfDays = (typeof whatIfDays)[number];

export const whatIfInputSchema = z.strictObject({
  connectionId: z.string().max(64),
  days: z.coerce.number().pipe(
    z.union(
      whatIfDays.map((days) => z.literal(days)),
      'Choose 1, 7, 30 or 90 days.',
    ),
  ),
  /** `whole`: for a file; else the first of each list. */
  lists: z.enum(['first', 'whole']).default('first'),
  /** Where the administrator is seen from; text that is no address is nowhere. */
  ownAddress: z.string().max(100).optional(),
});
export type WhatIfInput = z.input<typeof whatIfInputSchema>;

const answerSchema = z.object({ methods: z.array(methodSchema).readonly(), matched: matchedSchema });

const listSchema = z.object({
  count: z.number(),
  listed: z
    .array(z.object({ name: z.string(), signIns: z.number(), attempts: z.number(), lastAt: z.number().nullable() }))
    .readonly(),
});

const changeSchema = z.object({
  kind: z.enum(changeKinds),
  cause: z.enum(['flow', ...certificateCauses]),
  detail: z.string(),
  lost: z.array(methodSchema).readonly(),
  running: answerSchema,
  draft: answerSchema,
  signIns: z.number(),
  attempts: z.number(),
  lastAt: z.number().nullable(),
  decidedOtherwise: z.number(),
  people: listSchema,
  addresses: listSchema,
  byOlderCertificate: z.number(),
});

const countsSchema = z.object({ signIns: z.number(), attempts: z.number() });

export const whatIfViewSchema = z.object({
  days: z.number(),
  /** The draft that was looked at, and what runs; null before the first publish. */
  draftVersion: z.number(),
  runningRevision: z.number().nullable(),
  /** Whether there were more sign-ins than are looked at; the newest are. */
  isCut: z.boolean(),
  /** What the draft does to the administrator's own address; null where it changes nothing. */
  own: z.object({ address: z.string(), kind: z.enum(changeKinds) }).nullable(),
  answer: z.object({
    changes: z.array(changeSchema).readonly(),
    moreChanges: z.number(),
    people: z.object({
      refused: z.number(),
      'may-be-refused': z.number(),
      'loses-method': z.number(),
      'not-known': z.number(),
      'other-methods': z.number(),
      'other-network': z.number(),
      total: z.number(),
    }),
    addresses: z.object({ total: z.number(), changed: z.number(), refused: z.number(), mayBeRefused: z.number() }),
    signIns: z.number(),
    attempts: z.number(),
    unchanged: countsSchema,
    unreadable: z.number(),
  }) satisfies z.ZodType<WhatIfAnswer>,
});
export type WhatIfView = z.infer<typeof whatIfViewSchema>;

/** Above this part of the people who signed in, a refusal has to be confirmed before it is published. */
const mostRefusedPart = 0.2;

/** Whether publishing may lock out so many, or the administrator's own address, that somebody has to say it is meant. */
export function needsConfirmation({ own, answer: { people } }: Pick<WhatIfView, 'own' | 'answer'>): boolean {
  const atRisk = people.refused + people['may-be-refused'];
  return own?.kind === 'refused' || (atRisk > 0 && atRisk > mostRefusedPart * people.total);
}
