import { type Html, html, type Page } from '#oidc/page.ts';

/** What the provider says of an error; all of it may reach a person. */
export type ErrorFacts = { readonly error: string; readonly error_description?: string | undefined };

export function errorPage({ error, error_description: description = '' }: ErrorFacts, name = ''): Page {
  const { title, sentence, advice } = explain(error, description, name);
  const facts = html`<p class="quiet">For whoever looks after the application: <code>${error}${description === '' ? '' : `: ${description}`}</code></p>`;
  const isOurs = error === 'server_error' || name === 'SessionNotFound';
  return { title, body: html`<p>${sentence}</p><p>${advice}</p>${isOurs ? html`` : facts}` };
}

function explain(error: string, description: string, name: string) {
  if (name === 'SessionNotFound')
    return {
      title: 'This sign-in cannot go on',
      sentence: 'It has run out, was finished already, or was begun in another browser.',
      advice: 'Go back to the application and sign in again. If that does not help, allow cookies for this address.',
    };
  switch (error) {
    case 'server_error':
      return {
        title: 'Something went wrong',
        sentence: 'Gatehouse could not do what the application asked for.',
        advice: 'Try again in a moment. If it stays like this, tell your administrator when it happened.',
      };
    case 'invalid_client':
      return {
        title: 'This application is not known here',
        sentence:
          'The application that sent you is not, or no longer, one of those that sign people in with Gatehouse.',
        advice: 'Tell whoever looks after it; applications are looked after in Gatehouse’s console.',
      };
    case 'invalid_redirect_uri':
      return {
        title: 'You are not sent on',
        sentence: 'The application asked to send you to an address that was never registered for it.',
        advice: 'If you followed a link from an e-mail or a strange page, somebody may be trying to trick you.',
      };
    default:
      return description.includes('post_logout_redirect_uri')
        ? {
            title: 'You are not sent on',
            sentence:
              'The application asked to send you, after signing out, to an address that was never registered for it.',
            advice: 'You are still signed in.',
          }
        : {
            title: 'The application asked wrongly',
            sentence: 'What the application that sent you asked of Gatehouse does not make sense.',
            advice: 'Go back to it and try again. If it stays like this, tell whoever looks after it.',
          };
  }
}

/** `form` comes from the provider, with id `op.logoutForm`. */
export function signOutPage(form: string, applicationName: string | undefined): Page {
  const from = applicationName === undefined ? 'Gatehouse' : `“${applicationName}” and Gatehouse`;
  return {
    title: 'Sign out?',
    body: html`<p>You are about to sign out of ${from}. Applications you are signed in to with it ask you to sign in again.</p>
${{ html: form }}
<div class="choices">
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button type="submit" form="op.logoutForm" class="second">Stay signed in</button>
</div>`,
  };
}

/** The application showed whom it wants to sign out, so nobody is asked; the button is for browsers without scripts. */
export function signOutAtOncePage(form: string): Page {
  const answered = form.replace('</form>', '<input type="hidden" name="logout" value="yes"/></form>');
  return {
    title: 'Signing you out',
    body: html`<p>One moment.</p>
${{ html: answered }}
<div class="choices"><button type="submit" form="op.logoutForm">Continue</button></div>`,
    script: "document.getElementById('op.logoutForm').submit()",
  };
}

export function signedOutPage(isSignedOut: boolean): Page {
  return isSignedOut
    ? { title: 'You are signed out', body: html`<p>You can close this page.</p>` }
    : { title: 'You are still signed in', body: html`<p>You can close this page, or go back to the application.</p>` };
}

export function messagePage(title: string, ...sentences: readonly string[]): Page {
  const body: Html = { html: sentences.map((sentence) => html`<p>${sentence}</p>`.html).join('') };
  return { title, body };
}
