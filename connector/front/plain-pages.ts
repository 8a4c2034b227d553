import { html, renderPage } from '#connector/front/page-frame.ts';

/** What this address is, for whoever comes by. */
export function homePage(connection: string, connector: string, isAsking: boolean): string {
  const title = isAsking ? 'Sign-in with certificates' : 'Sign-in with Kerberos';
  const purpose = isAsking
    ? html`<p>This is the connector “${connector}” of the connection “${connection}”. People are sent here while they sign in, so that their browser can present a certificate.</p>
<p>You can see whether yours would be accepted:</p>
<a class="button" href="/check">Check my certificate</a>`
    : html`<p>This is the connector “${connector}” of the connection “${connection}”. People are sent here while they sign in, so that their browser can present a ticket.</p>`;
  return renderPage({
    title,
    connection,
    body: html`<div class="card"><section>
<h1>${title}</h1>
${purpose}
</section></div>`,
  });
}

export function messagePage(title: string, message: string, connection: string, isAsking = false): string {
  return renderPage({
    title,
    connection,
    body: html`<div class="card"><section>
<h1>${title}</h1>
<p>${message}</p>
${isAsking ? html`<a class="button" href="/check">Check my certificate</a>` : ''}
</section></div>`,
  });
}
