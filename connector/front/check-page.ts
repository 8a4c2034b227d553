import { type CertificateView, type CheckView, momentText } from '#connector/front/check-view.ts';
import { type Html, html, renderPage } from '#connector/front/page-frame.ts';

const nothing: Html = { html: '' };

const icons = {
  good: html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/></svg>`,
  bad: html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m8.5 8.5 7 7m0-7-7 7"/></svg>`,
  ask: html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 7v6.5m0 3.2v.1"/></svg>`,
} as const;

/** The page for the person: which it is, and what to do. */
export function checkPage(view: CheckView): string {
  const tone = view.accepted ? 'good' : view.refusal === 'no-certificate' ? 'ask' : 'bad';
  const body = html`<div class="card">
<div class="verdict ${tone}" role="status">${icons[tone]}<div><h1>${view.headline}</h1><p>${view.message}</p></div></div>
${view.accepted ? nothing : whatToDo(view)}
${view.certificate === null ? nothing : certificateSection(view.certificate)}
${view.acceptedAuthorities.length === 0 ? nothing : authoritiesSection(view.acceptedAuthorities)}
</div>
<div class="card">${circumstancesSection(view)}</div>`;
  return renderPage({ title: view.headline, connection: view.connection, body });
}

function whatToDo(view: CheckView): Html {
  const steps =
    view.refusal === 'no-certificate'
      ? [
          'If you have a smart card, insert it. If your certificate is a file, install it for this browser.',
          'You do have one? Then it may have expired or come from an authority that is not in the list below: browsers hide such certificates, and it looks as if there was none.',
          'Browsers remember an earlier choice, also “cancel”: close all windows of this browser, open it again and come back to this page.',
        ]
      : [
          view.remedy,
          'Browsers remember which certificate was chosen: to choose another one, close all windows of this browser, open it again and come back to this page.',
        ];
  return html`<section><h2>What to do</h2>
<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>
<a class="button" href="/check">Check again</a></section>`;
}

function certificateSection(certificate: CertificateView): Html {
  return html`<section><h2>Your certificate</h2><dl>
${row('Name', certificate.name)}
${certificate.userPrincipalNames.map((name) => row('User principal name', name))}
${certificate.emailAddresses.map((address) => row('Email', address))}
${row('Issued by', certificate.issuer)}
${row('Valid until', momentText(certificate.validUntil))}
${row('Valid from', momentText(certificate.validFrom))}
${row('Serial number', certificate.serial, 'code')}
${row('SHA-256 fingerprint', certificate.fingerprint, 'code')}
</dl></section>`;
}

function authoritiesSection(names: readonly string[]): Html {
  return html`<section><h2>Authorities accepted here</h2>
<ul>${names.map((name) => html`<li>${name}</li>`)}</ul></section>`;
}

function circumstancesSection(view: CheckView): Html {
  return html`<section><h2>This check</h2><dl>
${row('Your address', view.address, 'code')}
${row('Connection', view.connection)}
${row('Connector', view.connector)}
${row('Settings', `revision ${view.revision}`)}
${row('Encryption', view.tlsVersion)}
${row('Time', momentText(view.checkedAt))}
</dl></section>`;
}

function row(label: string, value: string, style?: 'code'): Html {
  const shown = style === undefined ? html`<dd>${value}</dd>` : html`<dd class="${style}">${value}</dd>`;
  return html`<dt>${label}</dt>${shown}`;
}
