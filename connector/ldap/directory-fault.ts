import { ResultCodeError } from 'ldapts';
import type { DirectoryFault } from '#connector/ldap/directory.ts';

/**
 * What a fault says about the server it came from. `connection`: a kept connection was gone, a new one may do. `server`: another
 * server may do. `refused`: the connector's own account is not let in, so asking again soon could lock it. `request`: this request
 * fails anywhere.
 */
export type ServerFault = DirectoryFault & { readonly scope: 'connection' | 'server' | 'refused' | 'request' };

/** RFC 4511 section 4.1.9, the result codes that are told apart. */
export const resultCode = {
  strongerAuthRequired: 8,
  confidentialityRequired: 13,
  constraintViolation: 19,
  noSuchObject: 32,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const;

const serverCodes = new Set<number>([resultCode.busy, resultCode.unavailable]);
const unreachable = /^E(?:CONN|HOST|NET|PIPE|ADDR|AI_|NOTFOUND|TIMEDOUT|ACCES|PERM)/;
/** The names Node gives to what OpenSSL says of a certificate, and its own for a name that does not fit. */
const untrusted =
  /CERT|SELF_SIGNED|UNABLE_TO_|CRL|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;

/** Names what a directory's server or the way to it did. Never throws, whatever `cause` is. */
export function directoryFault(cause: unknown, server: string): ServerFault {
  const code = String((cause as { code?: unknown } | undefined)?.code ?? '');
  const text = tidy(cause instanceof Error ? cause.message : String(cause)) || code;
  const fault = (reason: string, detail: string, scope: ServerFault['scope']): ServerFault => ({
    reason,
    detail: `${server}: ${detail}`,
    scope,
  });
  if (cause instanceof ResultCodeError) return codeFault(cause.code, text, fault);
  if (/timed? ?out/i.test(text) || code === 'ETIMEDOUT')
    return fault('directory-timeout', 'did not answer in time', 'server');
  if (/^(?:Connection closed|Socket error|Socket connection|The connection)/.test(text))
    return fault('directory-unreachable', 'the connection broke off', 'connection');
  if (unreachable.test(code))
    return fault('directory-unreachable', text, code === 'ECONNRESET' ? 'connection' : 'server');
  if (untrusted.test(code)) return fault('directory-untrusted', `${trustText(code)} (${text})`, 'server');
  return fault('directory-error', text, 'request');
}

function codeFault(
  code: number,
  text: string,
  fault: (reason: string, detail: string, scope: ServerFault['scope']) => ServerFault,
): ServerFault {
  if (code === resultCode.strongerAuthRequired || code === resultCode.confidentialityRequired)
    return fault(
      'directory-needs-tls',
      `demands an encrypted connection; use ldaps:// or "startTls": true (${text})`,
      'server',
    );
  return fault('directory-error', `result ${code}: ${text}`, serverCodes.has(code) ? 'server' : 'request');
}

function trustText(code: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another name than the address has';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'no TLS connection came about';
  return 'its certificate is from an authority that is not trusted here; name the authority’s PEM file in "ca"';
}

/** Texts of servers go into logs and to administrators: one line, and not endless. */
export function tidy(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replace(/ Code: 0x[0-9a-f]+$/, '')
    .trim()
    .slice(0, 300);
}
