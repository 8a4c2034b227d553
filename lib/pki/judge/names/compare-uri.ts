import { compareMailHost } from '#lib/pki/judge/names/compare-host.ts';
import type { Standing } from '#lib/pki/judge/names/standing.ts';

/**
 * RFC 5280 section 4.2.1.10: "the constraint applies to the host part of the name". A URI without one, or with an address in its place, "MUST" be
 * rejected. Both lower case.
 */
export function compareUri(name: string, base: string): Standing {
  const [, host, port, path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([\w.-]+)(:\d*)?(\/.*)?$/.exec(name) ?? [];
  if (host === undefined || /^[\d.]+$/.test(host)) return 'unclear';
  // Without a port OpenSSL takes the first colon of the path for its beginning, and so finds another host than everybody else.
  if (port === undefined && path.includes(':')) return 'unclear';
  return compareMailHost(host, base);
}
