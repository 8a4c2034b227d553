import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnrolmentDoor } from '#hub/enrolment-door.ts';
import { answerProblem, answerText, setPolicyOfNothing, setSecurityHeaders } from '#server/answers.ts';
import {
  checkOrigin,
  isChange,
  maxApplicationBytes,
  maxBodyBytes,
  maxStrangerBytes,
  tooLarge,
  tooLargeOfApplication,
  tooLargeOfStranger,
} from '#server/check-change.ts';
import { limitBody } from '#server/limit-body.ts';
import { type RequestOrigin, requestOrigin } from '#server/request-origin.ts';

/** What answers applications, below /oidc. */
export type OidcMount = {
  readonly handle: (request: IncomingMessage, response: ServerResponse, origin: RequestOrigin) => Promise<void>;
  /** Whether applications post to this path from origins of their own. */
  readonly isForPrograms: (path: string) => boolean;
};

export type HttpDoorOptions = {
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly isTls: boolean;
  readonly enrolmentDoor: EnrolmentDoor;
  readonly oidc: OidcMount;
  /** Whether the store answers. */
  readonly isHealthy: () => Promise<boolean>;
  /** Whether the sender is signed in, by their cookies. */
  readonly hasSession: (request: IncomingMessage) => Promise<boolean>;
  /** Everything that is a page, an action or a JSON route. */
  readonly pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** What every request passes before it reaches a page. */
export function createHttpDoor(options: HttpDoorOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const publicHost = new URL(options.publicUrl).host;

  return (request, response) => {
    const origin = requestOrigin(request, options);
    setSecurityHeaders(response, origin.isSecure);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';

    if (path === '/healthz') {
      void options.isHealthy().then((isHealthy) => {
        if (isHealthy) answerText(response, 200, 'ok');
        else answerText(response, 503, 'The database does not answer.');
      });
      return;
    }
    if (path.startsWith('/enrol/')) {
      setPolicyOfNothing(response);
      void options.enrolmentDoor(request, response, origin.address);
      return;
    }
    const isOfApplications = path === '/oidc' || path.startsWith('/oidc/');
    if (isChange(request.method) && !(isOfApplications && options.oidc.isForPrograms(path))) {
      const foreign = checkOrigin(request, [origin.host, publicHost]);
      if (foreign !== undefined) {
        answerProblem(response, foreign);
        return;
      }
    }
    if (isOfApplications) {
      toApplications();
      return;
    }
    // Nobody reads what comes with these two; of anything else Next keeps a copy.
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const length = bodyLength(request);
      if (length !== undefined && length > maxBodyBytes) {
        answerProblem(response, tooLarge());
        return;
      }
      if (length === undefined || length > maxStrangerBytes) {
        let most = tooLarge;
        const lower = limitBody(request, maxBodyBytes, () => {
          if (response.headersSent) request.socket.destroy();
          else answerProblem(response, most());
        });
        void options.hasSession(request).then((isKnown) => {
          if (!isKnown) {
            most = tooLargeOfStranger;
            lower(maxStrangerBytes);
          }
          if (isKnown || length === undefined) toPages();
          else if (!response.headersSent) answerProblem(response, most());
        });
        return;
      }
    }
    toPages();

    function toApplications(): void {
      setPolicyOfNothing(response);
      const refuse = () => {
        if (response.headersSent) request.socket.destroy();
        else answerProblem(response, tooLargeOfApplication());
      };
      if ((bodyLength(request) ?? 0) > maxApplicationBytes) {
        refuse();
        return;
      }
      limitBody(request, maxApplicationBytes, refuse);
      tellPages(request, origin, publicHost);
      void options.oidc.handle(request, response, origin);
    }

    function toPages(): void {
      if (response.headersSent) return;
      tellPages(request, origin, isAskedAs(request, publicHost) ? publicHost : origin.host);
      void options.pages(request, response);
    }
  };
}

/** Undefined where it comes in chunks. */
function bodyLength({ headers }: IncomingMessage): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined;
  return Number(headers['content-length'] ?? 0);
}

/** Whether the page that sent the request was reached by the public address, whatever a proxy made of the Host header. */
function isAskedAs(request: IncomingMessage, host: string): boolean {
  const from = request.headers.origin;
  return from !== undefined && URL.canParse(from) && new URL(from).host === host;
}

/** Pages read these headers and believe them: nothing that a client wrote there may stay. */
function tellPages(
  request: IncomingMessage,
  origin: { readonly address: string; readonly via: readonly string[]; readonly isSecure: boolean },
  host: string,
): void {
  request.headers['x-gatehouse-address'] = origin.address;
  request.headers['x-gatehouse-via'] = origin.via.join(',');
  request.headers['x-forwarded-for'] = origin.address;
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = origin.isSecure ? 'https' : 'http';
  delete request.headers['x-forwarded-port'];
  delete request.headers.forwarded;
}
