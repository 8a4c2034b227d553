type Cookie = { readonly name: string; readonly value: string; readonly path: string; readonly line: string };

export type Visit = {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where the answer sends the browser. */
  readonly location: URL | undefined;
};

export type TestBrowser = {
  readonly cookies: () => readonly Cookie[];
  /** One request, no redirect followed. */
  readonly visit: (
    url: string | URL,
    init?: { readonly form?: Record<string, string>; headers?: Record<string, string> },
  ) => Promise<Visit>;
  /** Follows redirects for as long as they stay on `origin`, and forms that submit themselves. */
  readonly follow: (url: string | URL) => Promise<Visit>;
  /** As a form that a person sends. */
  readonly submit: (from: Visit, answers?: Record<string, string>) => Promise<Visit>;
};

/** What a browser does with cookies, redirects and forms, and nothing else. */
export function createTestBrowser(origin: string): TestBrowser {
  const jar = new Map<string, Cookie>();

  const visit: TestBrowser['visit'] = async (target, { form, headers = {} } = {}) => {
    const url = new URL(target);
    const sent = [...jar.values()]
      .filter(({ path }) => url.origin === origin && isBelow(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(sent === '' ? {} : { cookie: sent }), ...headers },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) take(line, url);
    const location = response.headers.get('location');
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url),
    };
  };

  const take = (line: string, url: URL): void => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const attribute = (key: string) =>
      attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? url.pathname.replace(/\/[^/]*$/, '');
    const expires = attribute('expires');
    const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
    if (isGone) jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { name, value, path, line });
  };

  const submit: TestBrowser['submit'] = (from, answers = {}) => {
    const action = /<form[^>]* action="([^"]+)"/.exec(from.text)?.[1];
    if (action === undefined) throw new Error(`no form on ${from.url}: ${from.text}`);
    const hidden = [...from.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const form = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
    return visit(new URL(action, from.url), { form: { ...form, ...answers }, headers: { origin } });
  };

  const follow: TestBrowser['follow'] = async (target) => {
    let at = await visit(target);
    for (;;) {
      if (at.location?.origin === origin && !at.location.pathname.startsWith('/door/')) at = await visit(at.location);
      else if (at.status === 200 && /<script>/.test(at.text)) at = await submit(at);
      else return at;
    }
  };

  return { cookies: () => [...jar.values()], visit, follow, submit };
}

/** RFC 6265 section 5.1.4. */
function isBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
