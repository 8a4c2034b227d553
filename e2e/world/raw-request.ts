import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';

export type RawAnswer = {
  readonly status: number;
  /** Empty where it leads nowhere. */
  readonly location: string;
  readonly text: string;
};

/** One GET as a program sends it: no redirect is followed, no path made tidy, and any certificate of a server will do. */
export function askRaw(at: URL, options: RequestOptions = {}): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const send = at.protocol === 'https:' ? httpsRequest : httpRequest;
  const { hostname, port, pathname, search } = at;
  const asked = { hostname, port, path: pathname + search, rejectUnauthorized: false, agent: false, ...options };
  const request = send(asked, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const { statusCode: status = 0, headers } = response;
      resolve({ status, location: headers.location ?? '', text: Buffer.concat(chunks).toString() });
    });
  });
  request.on('error', reject).end();
  return promise;
}
