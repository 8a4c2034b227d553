import type { ServerResponse } from 'node:http';
import { type Problem, toProblemView } from '#lib/core/problem.ts';
import { problemStatus } from '#lib/core/problem-status.ts';

export function setSecurityHeaders(response: ServerResponse, isSecure: boolean): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  // Not no-referrer: with that a form of ours comes without its origin, and checkOrigin could not tell it from another site's.
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader(
    'permissions-policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  );
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
}

export function answerText(response: ServerResponse, status: number, text: string): void {
  setPolicyOfNothing(response);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

export function answerProblem(response: ServerResponse, problem: Problem): void {
  setPolicyOfNothing(response);
  // What the sender still has to say is not read.
  response.writeHead(problemStatus(problem.code), {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(JSON.stringify(toProblemView(problem)));
}

/** For answers that are no page; pages set their own policy. */
export function setPolicyOfNothing(response: ServerResponse): void {
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
}
