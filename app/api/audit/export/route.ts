import { problemAnswer } from '#lib/bff/route.ts';
import { requestContext } from '#lib/bff/session.ts';
import { textStream } from '#lib/bff/text-stream.ts';
import { exportAudit } from '#lib/services/audit/export-audit.ts';

/** The whole chain as JSON lines: what the screen verifies, and what is kept as a file. */
export async function GET(): Promise<Response> {
  const outcome = await exportAudit(await requestContext());
  if (!outcome.ok) return problemAnswer(outcome.problem);
  return new Response(textStream(outcome.value), {
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="gatehouse-audit.jsonl"',
      'cache-control': 'no-store, no-transform',
    },
  });
}
