import { liveEventStream } from '#lib/bff/live-event-stream.ts';
import { problemAnswer } from '#lib/bff/route.ts';
import { currentAdministrator } from '#lib/bff/session.ts';
import { failure } from '#lib/core/outcome.ts';

/** Server-sent events: what changed, while the page watches (WHATWG HTML section 9.2). */
export async function GET(request: Request): Promise<Response> {
  if ((await currentAdministrator()) === undefined) {
    const refused = failure('not-signed-in', 'Sign in to go on.');
    return problemAnswer(refused.problem);
  }
  return new Response(liveEventStream(request.signal), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
