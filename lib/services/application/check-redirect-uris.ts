import { redirectUrisProblem } from '#lib/contracts/application.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

type Uris = { readonly redirectUris: readonly string[]; readonly postLogoutRedirectUris: readonly string[] };

/** Whether the URIs go together with the kind of application, beyond each being right by itself. */
export function checkRedirectUris(kind: 'confidential' | 'public', uris: Uris): Outcome<null> {
  for (const field of ['redirectUris', 'postLogoutRedirectUris'] as const) {
    // Both lists are held to the same: where one belongs to a device, the other does.
    const sentence = redirectUrisProblem(kind, [...uris.redirectUris, ...uris[field]]);
    if (sentence !== undefined) return failure('invalid-input', sentence, { fields: { [field]: sentence } });
  }
  return success(null);
}
