import { html, renderPage } from '#connector/front/page-frame.ts';

/** What this address is, for whoever comes by. */
export function homePage(connection: string, connector: string): string {
  return renderPage({
    title: 'Sign-in with certificates',
    connection,
    body: html`<div class="card"><section>
<h1>Sign-in with certificates</h1>
<p>This is the connector “${connector}” of the connection “${connection}”. People are sent here while they sign in, so that their browser can present a certificate.</p>
<p>You can see whether yours would be accepted:</p>
<a class="button" href="/check">Check my certificate</a>
</section></div>`,
  });
}

export function messagePage(title: string, message: string, connection: string): string {
  return renderPage({
    title,
    connection,
    body: html`<div class="card"><section>
<h1>${title}</h1>
<p>${message}</p>
<a class="button" href="/check">Check my certificate</a>
</section></div>`,
  });
}
