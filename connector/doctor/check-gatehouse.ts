import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import { whyUnreachable } from '#connector/link/why-unreachable.ts';

const timeoutMs = 10_000;
/** Certificates are judged by this machine's clock, and Kerberos gives up at five minutes. */
const warnAfterMs = 2_000;
const wrongAfterMs = 60_000;

/** Whether Gatehouse answers from here, and how far its clock is away. */
export async function checkGatehouse(
  hubUrl: string,
  proxy: string | undefined,
  now: () => number,
): Promise<DoctorFinding[]> {
  const url = new URL('/healthz', hubUrl.replace(/^ws/, 'http'));
  const part = `gatehouse ${url.host}`;
  const began = now();
  try {
    const { status, date } = await ask(url, proxy);
    const found = [
      status === 200
        ? right(part, proxy === undefined ? 'answers.' : `answers through the proxy ${new URL(proxy).host}.`)
        : wrong(part, `It answers ${status}.`, 'Look at the log of Gatehouse; its database may be away.'),
    ];
    // A Date header counts whole seconds (RFC 9110 section 5.6.7), so half a second is added.
    if (date !== undefined) found.push(clockFinding((began + now()) / 2 - (Date.parse(date) + 500)));
    return found;
  } catch (cause) {
    const remedy =
      proxy === undefined
        ? 'If this machine reaches the internet through a proxy only, name it as “proxy” in config.json.'
        : 'Check “proxy” in config.json.';
    return [wrong(part, whyUnreachable(url.host, cause), remedy)];
  }
}

export function clockFinding(aheadMs: number): DoctorFinding {
  const away = Math.abs(aheadMs);
  const seconds = `${(away / 1000).toFixed(1)} s`;
  if (away <= warnAfterMs) return right('clock', `is within ${seconds} of Gatehouse’s.`);
  const text = `This machine’s clock is ${seconds} ${aheadMs > 0 ? 'ahead of' : 'behind'} Gatehouse’s.`;
  const remedy = 'Check the time source (NTP) of this machine.';
  return away > wrongAfterMs ? wrong('clock', text, remedy) : warning('clock', text, remedy);
}

function ask(url: URL, proxy: string | undefined): Promise<{ status: number; date: string | undefined }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; date: string | undefined }>();
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(url, {
    signal: AbortSignal.timeout(timeoutMs),
    ...(proxy === undefined ? {} : { agent: new HttpsProxyAgent(proxy) }),
  });
  request.once('response', (response) => {
    response.resume();
    resolve({ status: response.statusCode ?? 0, date: response.headers.date });
  });
  request.once('error', reject);
  request.end();
  return promise;
}
