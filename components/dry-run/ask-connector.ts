import type { AskDryRun, DryRunAnswer } from '#lib/contracts/dry-run.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { ProblemView } from '#lib/core/problem.ts';

const unreachable: ProblemView = { code: 'unavailable', message: 'Gatehouse does not answer. Try again in a moment.' };

/** Has a connector asked; every end is a value. */
export async function askConnector(
  { connectionId, ...question }: AskDryRun,
  signal: AbortSignal,
): Promise<Outcome<DryRunAnswer, ProblemView>> {
  try {
    const [response, { dryRunAnswerSchema }, { problemViewSchema }] = await Promise.all([
      fetch(`/api/connections/${encodeURIComponent(connectionId)}/dry-run`, {
        method: 'POST',
        signal,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(question),
      }),
      import('#lib/contracts/dry-run.ts'),
      import('#lib/contracts/problem.ts'),
    ]);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { ok: false, problem: problemViewSchema.safeParse(body).data ?? unreachable };
    const answer = dryRunAnswerSchema.safeParse(body);
    if (answer.success) return { ok: true, value: answer.data };
    const message = 'This page is older than Gatehouse and does not understand its answer: load the page again.';
    return { ok: false, problem: { code: 'unexpected', message } };
  } catch {
    return { ok: false, problem: unreachable };
  }
}
