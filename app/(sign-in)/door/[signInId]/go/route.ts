import { doorSecret } from '#lib/bff/door-context.ts';
import { setAway } from '#lib/bff/door-cookies.ts';
import { doorRoute, seeOther } from '#lib/bff/door-route.ts';
import { doorPath } from '#lib/contracts/door.ts';
import { success } from '#lib/core/outcome.ts';
import { goToConnector } from '#lib/services/sign-in/go-to-connector.ts';

/**
 * Where the page that holds the navigation sends itself: on to the connector. A GET, because a form's redirects would have to stay on
 * this origin (form-action, CSP level 3 section 6.4.2); so whatever is no navigation of the door's own page only leads back to it.
 */
export async function GET(request: Request, { params }: { params: Promise<{ signInId: string }> }): Promise<Response> {
  const { signInId } = await params;
  if (!isOwnNavigation(request.headers)) return seeOther(doorPath(signInId, 'certificate'));
  return doorRoute(async (ctx) => {
    const gone = await goToConnector(ctx, { signInId, secret: await doorSecret(signInId) });
    if (!gone.ok) return gone;
    const { url } = gone.value;
    // Where the sign-in has gone on meanwhile, the way is to its page.
    if (new URL(url).origin !== new URL(ctx.publicUrl).origin) await setAway();
    return success({ path: url });
  });
}

/** Fetch Metadata: older browsers say nothing; prefetching is not going. */
function isOwnNavigation(headers: Headers): boolean {
  if (headers.get('sec-purpose') !== null || headers.get('purpose') === 'prefetch') return false;
  const [site, mode] = [headers.get('sec-fetch-site'), headers.get('sec-fetch-mode')];
  return (site === null || site === 'same-origin' || site === 'none') && (mode === null || mode === 'navigate');
}
