import type { z } from 'zod';
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

/** Reads one JSON route and holds the answer against its view, whose schema is loaded meanwhile. */
export async function fetchView<Schema extends z.ZodType>(
  path: string,
  loadSchema: () => Promise<Schema>,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  let response: Response;
  let schema: Schema;
  try {
    [response, schema] = await Promise.all([
      fetch(path, { signal, headers: { accept: 'application/json' } }),
      loadSchema(),
    ]);
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ReadProblem({ code: 'unavailable', message: 'Gatehouse does not answer.' });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ReadProblem(await readProblem(response.status, body));
  const view = schema.safeParse(body);
  if (view.success) return view.data;
  throw new ReadProblem({
    code: 'unexpected',
    message: 'This page is older than Gatehouse and does not understand its answer: load the page again.',
  });
}

async function readProblem(status: number, body: unknown): Promise<ProblemView> {
  const { problemViewSchema } = await import('#lib/contracts/problem.ts');
  const problem = problemViewSchema.safeParse(body);
  if (problem.success) return problem.data;
  return { code: 'unexpected', message: `Gatehouse answered ${status} without saying why.` };
}

/** Whether asking again may help. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  if (error instanceof ReadProblem && error.problem.code !== 'unavailable') return false;
  return failures < 2;
}
