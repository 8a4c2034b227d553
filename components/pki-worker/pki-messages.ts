import type { PkiCallName } from '#components/pki-worker/pki-calls.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { ProblemView } from '#lib/core/problem.ts';

/** From the page to the worker. */
export type PkiQuestion = { readonly id: number; readonly call: PkiCallName; readonly input: unknown };
/** From the worker to the page: one for each question. */
export type PkiAnswer = { readonly id: number; readonly outcome: Outcome<unknown, ProblemView> };
