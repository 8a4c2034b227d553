import type { Outcome } from '#lib/core/outcome.ts';
import { binarySid } from '#lib/pki/mapping/binary-sid.ts';

/** What is typed about a person; all but the name may be empty. */
export type TypedPerson = {
  readonly commonName: string;
  readonly upn: string;
  readonly email: string;
  readonly sid: string;
};

/** What goes into the person's certificate. */
export type Person = {
  readonly commonName: string;
  readonly upn?: string;
  readonly email?: string;
  readonly sid?: string;
};

/** A sentence for each field that cannot go into a certificate as it is. */
export type PersonProblems = { readonly [Name in keyof TypedPerson]?: string };

const mostLetters = 256;

/** What was typed about a person, ready for a certificate, or what is wrong with which field. */
export function typedPerson(typed: TypedPerson): Outcome<Person, PersonProblems> {
  const [commonName, upn, email, sid] = [typed.commonName, typed.upn, typed.email, typed.sid].map((one) => one.trim());
  if (commonName === undefined || upn === undefined || email === undefined || sid === undefined)
    return { ok: false, problem: {} };
  const problems: { -readonly [Name in keyof PersonProblems]: PersonProblems[Name] } = {};
  if (commonName === '') problems.commonName = 'Give the person’s name.';
  else if (commonName.length > 64) problems.commonName = 'A common name has 64 letters at most (RFC 5280).';
  if (upn !== '' && !isAddress(upn))
    problems.upn = `“${upn.slice(0, 80)}” is no user principal name; write it like alice@fabrikam.example.`;
  if (email !== '' && !(isAddress(email) && isAscii(email)))
    problems.email = `“${email.slice(0, 80)}” is no e-mail address that a certificate can hold; write it like alice@fabrikam.example.`;
  if (sid !== '' && binarySid(sid) === undefined)
    problems.sid = `“${sid.slice(0, 80)}” is no security identifier; write it like S-1-5-21-1004336348-1177238915-682003330-1104.`;
  if (Object.keys(problems).length > 0) return { ok: false, problem: problems };
  return {
    ok: true,
    value: {
      commonName,
      ...(upn === '' ? {} : { upn }),
      ...(email === '' ? {} : { email }),
      ...(sid === '' ? {} : { sid }),
    },
  };
}

function isAddress(text: string): boolean {
  return text.length <= mostLetters && /^[^\s@]+@[^\s@]+$/.test(text);
}

/** rfc822Name is an IA5String (RFC 5280 section 4.2.1.6). */
function isAscii(text: string): boolean {
  return [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 127);
}
