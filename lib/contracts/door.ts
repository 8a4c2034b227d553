import { z } from 'zod';
import { methodSchema } from '#lib/contracts/settings.ts';
import { certificateSeenSchema } from '#lib/contracts/sign-in.ts';

/** Why a method did not let the person in, as far as that person may know. */
export const doorExplanationSchema = z.object({
  method: methodSchema,
  /** What happened, in one sentence. */
  sentence: z.string(),
  /** What to try, in one sentence; empty where nothing helps. */
  advice: z.string(),
  certificate: certificateSeenSchema.pick({ name: true, issuer: true, notBefore: true, notAfter: true }).nullable(),
});
export type DoorExplanation = z.infer<typeof doorExplanationSchema>;

/** What a person at the door is to see now. */
export const doorViewSchema = z.object({
  /** The incident id as well. */
  signInId: z.string(),
  connectionName: z.string(),
  applicationName: z.string(),
  /** What went before, the newest last. */
  explanations: z.array(doorExplanationSchema),
  step: z.discriminatedUnion('kind', [
    /** The browser is to be sent to the front-facing URL; `wasSent`: it was already, and came back without an answer. */
    z.object({
      kind: z.literal('connector'),
      method: z.enum(['client-certificate', 'kerberos']),
      /** Host the browser is sent to, to be shown. */
      host: z.string(),
      wasSent: z.boolean(),
      /** The method that follows if this one cannot be used; null: none. */
      next: methodSchema.nullable(),
      /** How long the page holds the navigation before it goes on to the next method, in milliseconds. */
      holdMs: z.number(),
    }),
    z.object({
      kind: z.literal('password'),
      /** Days offered for “keep me signed in”; 0: not offered. */
      keepDays: z.number(),
      /** False where no connector could check a password at this moment. */
      canCheck: z.boolean(),
    }),
    /** Nothing is left to try. */
    z.object({ kind: z.literal('refused') }),
    /** Signed in; the browser goes on to the application from here. */
    z.object({ kind: z.literal('done'), finishUrl: z.string() }),
  ]),
  /** Whether a certificate was refused or missing, so that another may be chosen. */
  canRetryCertificate: z.boolean(),
});
export type DoorView = z.infer<typeof doorViewSchema>;

/** The path of the page that shows a step. */
export function doorPath(signInId: string, step: 'certificate' | 'kerberos' | 'password' | 'refused' | 'done'): string {
  return `/door/${signInId}/${step}`;
}

/**
 * The cookie that proves to the door that this browser began the sign-in. Over https it is of the __Host- kind (RFC 6265bis section
 * 4.1.3.2): a neighbour in the same domain cannot plant a sign-in of their own and finish it when somebody else has passed.
 */
export function doorCookieName(signInId: string, isSecure: boolean): string {
  return `${isSecure ? '__Host-' : ''}gatehouse-door-${signInId}`;
}

/** What the password form posts. */
export const doorPasswordSchema = z.object({
  userName: z.string().trim().min(1, 'Type your user name.').max(256, 'A user name has at most 256 characters.'),
  /** Not trimmed: blanks may be part of it. */
  password: z.string().min(1, 'Type your password.').max(1_024, 'A password has at most 1,024 characters.'),
  keep: z.boolean().default(false),
});

/** Why a browser came back from a connector without a receipt, or not at all; nothing but the next method follows from it. */
export const returnFailureSchema = z.enum([
  'not-reachable',
  'no-ticket',
  'ntlm',
  'not-delivered',
  'request-expired',
  'chosen',
]);
export type ReturnFailure = z.infer<typeof returnFailureSchema>;
