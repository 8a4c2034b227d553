import { html, renderPage } from '#connector/front/page-frame.ts';
import type { RequestFault } from '#connector/sign-in/check-request.ts';
import type { SignInRequestFault } from '#lib/wire/sign-in-request.ts';

export type SignInFault = RequestFault | SignInRequestFault | 'request-missing' | 'request-used' | 'too-many-open';

const startAgain = 'Go back to the application you came from and sign in again.';

const messages: Readonly<Record<SignInFault, string>> = {
  'request-missing': `This address is only of use on the way of a sign-in. ${startAgain}`,
  'request-invalid': `This sign-in does not come from the Gatehouse that this connector belongs to. ${startAgain}`,
  'request-expired': `This sign-in took too long and has ended. ${startAgain}`,
  'request-used': `This sign-in was answered already; going back or reloading cannot repeat it. ${startAgain}`,
  'too-many-open': 'Too many people are signing in at this moment. Wait a minute, then sign in again.',
  'other-connection': `This sign-in is for another connection than this connector answers for. ${startAgain}`,
  'other-address': `This sign-in is for another address than this one. ${startAgain}`,
  'other-method': `This connector does not offer the way of signing in that was asked for. ${startAgain}`,
  'other-return': `This sign-in would lead to a place that does not belong to Gatehouse. ${startAgain}`,
};

export const signInFaultStatus: Readonly<Record<SignInFault, number>> = {
  'request-missing': 400,
  'request-invalid': 400,
  'request-expired': 410,
  'request-used': 409,
  'too-many-open': 503,
  'other-connection': 400,
  'other-address': 400,
  'other-method': 400,
  'other-return': 400,
};

/** Where nothing is known of where the browser should go: it is told, and sent nowhere. */
export function signInFaultPage(fault: SignInFault, connection: string): string {
  return renderPage({
    title: 'This sign-in cannot go on',
    connection,
    body: html`<div class="card"><section>
<h1>This sign-in cannot go on</h1>
<p>${messages[fault]}</p>
<p class="small">If it happens again, tell your administrator: ${fault}.</p>
</section></div>`,
  });
}

/** What a browser without a ticket shows of the 401 that asked for one: it goes on by itself. */
export function noTicketPage(goOn: string, connection: string): string {
  return renderPage({
    title: 'Signing in',
    connection,
    goOn,
    body: html`<div class="card"><section>
<h1>Signing in…</h1>
<p>Your browser has no Kerberos ticket for this address. You are taken to the next way of signing in.</p>
<a class="button" href="${goOn}">Go on</a>
</section></div>`,
  });
}
