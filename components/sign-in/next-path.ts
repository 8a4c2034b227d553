const home = '/connections';
const base = 'https://here.invalid';

/** Where to go after signing in: a path of this console and nothing else, whatever the link says. */
export function nextPath(asked: unknown): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || asked.length > 2_000) return home;
  let url: URL;
  try {
    url = new URL(asked, base);
  } catch {
    return home;
  }
  // `//elsewhere`, `/\elsewhere` and tabs in between are other hosts to a browser.
  if (url.origin !== base || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in')) return home;
  return url.pathname + url.search + url.hash;
}
