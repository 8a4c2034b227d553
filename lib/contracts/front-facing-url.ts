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
