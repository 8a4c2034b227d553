import type { IncomingMessage } from 'node:http';
import { prefix, routes } from '#oidc/paths.ts';

/** As the provider wants a request: its routes below the mount, and the mount told beside it. */
export function mountRequest(request: IncomingMessage): IncomingMessage {
  const originalUrl = request.url ?? '/';
  const url = permitOfflineAccess(originalUrl.slice(prefix.length) || '/');
  return Object.assign(request, { originalUrl, baseUrl: prefix, url });
}

/**
 * Offline access needs the person's consent “unless other conditions … are in place” (OpenID Connect Core section 11). They are: an
 * administrator put the application there. The provider does not know, so it is told that consent was asked for.
 */
export function permitOfflineAccess(url: string): string {
  const at = url.indexOf('?');
  if (at < 0 || url.slice(0, at) !== routes.authorization) return url;
  const query = new URLSearchParams(url.slice(at));
  const prompts = query.getAll('prompt').join(' ').split(' ').filter(Boolean);
  const isOffline = query.getAll('scope').join(' ').split(' ').includes('offline_access');
  // A parameter that came twice is the provider's to refuse; none stands alone.
  if (!isOffline || query.getAll('prompt').length > 1 || prompts.includes('none') || prompts.includes('consent'))
    return url;
  query.set('prompt', [...prompts, 'consent'].join(' '));
  return `${routes.authorization}?${query}`;
}
