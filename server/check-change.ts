import type { IncomingMessage } from 'node:http';
import { failure } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';

/** The largest body of a change; the largest draft with its sealed keys (lib/contracts/draft-size.ts) is below it. */
export const maxBodyBytes = 14 * 1024 * 1024;

/** The largest body of somebody who is not signed in: strangers are not to fill the memory. */
export const maxStrangerBytes = 128 * 1024;

/** The largest body of an application: a few parameters, of which an ID token is the longest. */
export const maxApplicationBytes = 48 * 1024;

export function isChange(method: string | undefined): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Refuses a change that a page of another origin made the browser send. Programs that are no browsers send none of these
 * headers, and have no cookies of an administrator either.
 */
export function checkOrigin(request: IncomingMessage, hosts: readonly string[]): Problem | undefined {
  const { origin, referer } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return undefined;
  if (site === 'cross-site' || site === 'same-site') return wrongOrigin('another site');
  const from = origin ?? referer;
  if (from === undefined || (URL.canParse(from) && hosts.includes(new URL(from).host))) return undefined;
  return wrongOrigin(origin === 'null' ? 'a page without an address' : from.slice(0, 200));
}

export function tooLargeOfStranger(): Problem {
  return failure(
    'too-large',
    `This is more than Gatehouse takes from somebody who is not signed in (${maxStrangerBytes / 1024} KB). Sign in and try again.`,
  ).problem;
}

export function tooLargeOfApplication(): Problem {
  return failure('too-large', `This is more than an application has to say (${maxApplicationBytes / 1024} KB).`)
    .problem;
}

export function tooLarge(): Problem {
  return failure('too-large', `This is more than Gatehouse takes at once (${maxBodyBytes / 1024 / 1024} MB).`).problem;
}

function wrongOrigin(from: string): Problem {
  return failure(
    'wrong-origin',
    `This change was sent by ${from}, not by Gatehouse’s own pages, and was not made. If you use Gatehouse under this address, set GATEHOUSE_URL to it.`,
  ).problem;
}
