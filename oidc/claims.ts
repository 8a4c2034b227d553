import type { KnownPerson } from '#lib/services/sign-in/find-person.ts';

/** What applications may ask for, and what they get for it (OpenID Connect Core section 5.4; `groups` is ours). */
export const scopeClaims = {
  // amr and auth_time say how and when the person signed in, of which no application is to be without.
  openid: ['sub', 'amr', 'auth_time'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username'],
  email: ['email', 'email_verified'],
  groups: ['groups'],
} as const;

/** More would not fit the URL that an ID token stands in at sign-out; userinfo has them all. */
export const mostGroupsInIdToken = 100;

/** A person as applications see them. */
export function claimsOf(
  { id, profile }: KnownPerson,
  use: 'id_token' | 'userinfo',
): { sub: string; [claim: string]: unknown } {
  const { displayName, givenName, familyName, userName, email, groups } = profile;
  const isLong = use === 'id_token' && groups.length > mostGroupsInIdToken;
  return {
    sub: id,
    name: displayName ?? userName,
    given_name: givenName,
    family_name: familyName,
    preferred_username: userName,
    ...(email === undefined ? {} : { email, email_verified: true }),
    ...(isLong ? {} : { groups: [...groups] }),
  };
}
