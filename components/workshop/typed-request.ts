import { typedHosts } from '#components/workshop/typed-hosts.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

export type TypedRequest = {
  readonly hosts: string;
  readonly organisation: string;
  readonly country: string;
  readonly keyKind: KeyKind;
};

/** A sentence for each field that cannot go into a request as it is. */
export type RequestProblems = { readonly hosts?: string; readonly organisation?: string; readonly country?: string };

/** What a server's certificate is asked for with. */
export type WantedRequest = {
  readonly hosts: readonly [AlternativeNameToWrite, ...AlternativeNameToWrite[]];
  readonly organisation?: string;
  readonly country?: string;
  readonly keyKind: KeyKind;
};

/** What was typed, ready for a request, or what is wrong with which field. */
export function typedRequest(typed: TypedRequest): Outcome<WantedRequest, RequestProblems> {
  const hosts = typedHosts(typed.hosts);
  const [organisation, country] = [typed.organisation.trim(), typed.country.trim().toUpperCase()];
  const problems: RequestProblems = {
    ...(hosts.ok ? {} : { hosts: hosts.problem }),
    ...(organisation.length > 64 ? { organisation: 'An organisation has 64 letters at most (RFC 5280).' } : {}),
    ...(country === '' || /^[A-Z]{2}$/.test(country) ? {} : { country: 'A country is two letters, like SE.' }),
  };
  const [first, ...others] = hosts.ok ? hosts.value : [];
  if (first === undefined || Object.keys(problems).length > 0) return { ok: false, problem: problems };
  const more = { ...(organisation === '' ? {} : { organisation }), ...(country === '' ? {} : { country }) };
  return { ok: true, value: { hosts: [first, ...others], ...more, keyKind: typed.keyKind } };
}
