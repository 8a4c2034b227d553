/** What is wrong with a typed front-facing URL, in one sentence; undefined where nothing is. */
export function frontFacingUrlProblem(text: string): string | undefined {
  if (text === '') return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return `“${text}” is not a URL; write it like https://sso.example.com.`;
  }
  if (url.protocol !== 'https:')
    return 'The front-facing URL must begin with https://, since certificates are sent over TLS only.';
  if (url.username !== '' || url.password !== '')
    return 'The front-facing URL must not hold a user name or a password.';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'The front-facing URL is scheme, host and port only; remove what stands behind the host.';
  return undefined;
}

/** The host name (or address) of a front-facing URL; undefined where there is none. */
export function frontFacingHost(frontFacingUrl: string): string | undefined {
  if (frontFacingUrl === '' || frontFacingUrlProblem(frontFacingUrl) !== undefined) return undefined;
  return new URL(frontFacingUrl).hostname.replace(/^\[|\]$/g, '');
}

/** Where people are sent for Kerberos: its own URL, or the one front-facing URL; empty where there is neither. */
export function kerberosUrl(settings: {
  readonly frontFacingUrl: string;
  readonly kerberos: { readonly frontFacingUrl: string };
}): string {
  return settings.kerberos.frontFacingUrl || settings.frontFacingUrl;
}

/** Whether two front-facing URLs mean the same host and port (RFC 6454 section 5); empty ones mean none. */
export function isSameFrontFacingUrl(a: string, b: string): boolean {
  if (frontFacingHost(a) === undefined || frontFacingHost(b) === undefined) return false;
  return new URL(a).origin === new URL(b).origin;
}
