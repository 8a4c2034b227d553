import type { z } from 'zod';
import { problemViewSchema } from '#lib/contracts/problem.ts';
import type { ProblemView } from '#lib/core/problem.ts';

/** A read that failed, with the problem to show. */
export class ReadProblem extends Error {
  readonly problem: ProblemView;

  constructor(problem: ProblemView) {
    super(problem.message);
    this.name = 'ReadProblem';
    this.problem = problem;
  }
}

/** Reads one JSON route and holds the answer against its view. */
export async function fetchView<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ReadProblem({ code: 'unavailable', message: 'Gatehouse does not answer.' });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = problemViewSchema.safeParse(body);
    throw new ReadProblem(
      problem.success
        ? problem.data
        : { code: 'unexpected', message: `Gatehouse answered ${response.status} without saying why.` },
    );
  }
  const view = schema.safeParse(body);
  if (view.success) return view.data;
  throw new ReadProblem({
    code: 'unexpected',
    message: 'This page is older than Gatehouse and does not understand its answer: load the page again.',
  });
}

/** Whether asking again may help. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ReadProblem && error.problem.code !== 'unavailable') return false;
  return failures < 2;
}
