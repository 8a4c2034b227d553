import { createHash, randomBytes } from 'node:crypto';

/** What a person of the test directory can be told to be. */
export type SlapdPersonOptions = {
  readonly uid: string;
  readonly password?: string;
  readonly cn?: string;
  readonly mail?: readonly string[];
  readonly displayName?: string;
  /** DER. */
  readonly certificates?: readonly Uint8Array[];
  /** Locked for good, as by an administrator. */
  readonly isLocked?: boolean;
  readonly isPasswordExpired?: boolean;
  readonly mustChangePassword?: boolean;
  readonly hasNoPassword?: boolean;
};

/** One entry as LDIF (RFC 2849); values that need it are written in base64. */
export function ldif(dn: string, attributes: readonly (readonly [string, string | Uint8Array])[]): string {
  const line = (name: string, value: string | Uint8Array) =>
    typeof value === 'string' && /^[!-9;=-~][ -~]*$/.test(value) && !value.endsWith(' ')
      ? `${name}: ${value}`
      : `${name}:: ${Buffer.from(value).toString('base64')}`;
  return `${[line('dn', dn), ...attributes.map(([name, value]) => line(name, value))].join('\n')}\n\n`;
}

export function personLdif(base: string, person: SlapdPersonOptions): string {
  const { uid, password = `password of ${uid}`, cn = `Person ${uid}` } = person;
  return ldif(personDn(base, uid), [
    ['objectClass', 'inetOrgPerson'],
    ['uid', uid],
    ['cn', cn],
    ['sn', cn],
    ...(person.displayName === undefined ? [] : [['displayName', person.displayName] as const]),
    ...(person.mail ?? [`${uid}@example.test`]).map((mail) => ['mail', mail] as const),
    ...(person.certificates ?? []).map((der) => ['userCertificate;binary', der] as const),
    ...(person.hasNoPassword ? [] : [['userPassword', saltedHash(password)] as const]),
    ...(person.isLocked ? [['pwdAccountLockedTime', '000001010000Z'] as const] : []),
    ...(person.isPasswordExpired ? [['pwdChangedTime', '20010101000000Z'] as const] : []),
    ...(person.mustChangePassword ? [['pwdReset', 'TRUE'] as const] : []),
  ]);
}

/** RFC 4514 section 2.4: escaped by octets, whatever the name holds. */
export function personDn(base: string, uid: string): string {
  const safe = [...Buffer.from(uid)].map((octet) =>
    /[A-Za-z0-9]/.test(String.fromCharCode(octet))
      ? String.fromCharCode(octet)
      : `\\${octet.toString(16).padStart(2, '0')}`,
  );
  return `uid=${safe.join('')},ou=people,${base}`;
}

export function groupLdif(
  base: string,
  group: {
    readonly name: string;
    readonly members: readonly string[];
    readonly kind?: 'groupOfNames' | 'groupOfUniqueNames';
  },
): string {
  const kind = group.kind ?? 'groupOfNames';
  return ldif(groupDn(base, group.name), [
    ['objectClass', kind],
    ['cn', group.name],
    ...group.members.map((dn) => [kind === 'groupOfNames' ? 'member' : 'uniqueMember', dn] as const),
  ]);
}

export function groupDn(base: string, name: string): string {
  return `cn=${name},ou=groups,${base}`;
}

/** {SSHA}: quick to check, which is what the tests need of it. */
export function saltedHash(password: string, scheme: 'SSHA' | 'SSHA256' = 'SSHA'): string {
  const salt = randomBytes(8);
  const digest = createHash(scheme === 'SSHA' ? 'sha1' : 'sha256')
    .update(password)
    .update(salt)
    .digest();
  return `{${scheme}}${Buffer.concat([digest, salt]).toString('base64')}`;
}
