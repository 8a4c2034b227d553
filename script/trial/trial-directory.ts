import { utf8 } from '#lib/core/bytes.ts';
import { type TrialFile, trialPassphrase } from '#script/trial/trial-file.ts';

const base = 'dc=fabrikam,dc=example';
/** Those with a good certificate, one who has none, and two who must not come in. */
const persons: readonly (readonly [uid: string, name: string, more?: string])[] = [
  ['alice', 'Alice Andersson'],
  ['bob', 'Bob Berg'],
  ['nils', 'Nils Negative'],
  ['grace', 'Grace Password'],
  ['erik', 'Erik Ended'],
  ['disabled', 'Dora Disabled', 'userAccountControl: 514'],
];
const groups: readonly (readonly [name: string, members: readonly string[]])[] = [
  ['staff', ['uid=alice', 'uid=bob', 'uid=nils', 'uid=grace'].map((rdn) => `${rdn},ou=people,${base}`)],
  ['everybody', [`cn=staff,ou=groups,${base}`]],
];

/** A directory in a file (RFC 2849) with the people of the certificates. Every password is the trial passphrase. */
export function trialDirectory(): TrialFile {
  const entries = [...persons.map(personEntry), ...groups.map(groupEntry)];
  return {
    name: 'people.ldif',
    bytes: utf8(`version: 1\n\n${entries.join('\n')}`),
    what: `${persons.map(([uid]) => uid).join(', ')}; password ${trialPassphrase}`,
    use: 'directory',
    expect: 'alice, bob and nils by certificate; all but disabled by password',
  };
}

function personEntry([uid, name, more]: (typeof persons)[number]): string {
  const [givenName = '', familyName = ''] = name.split(' ');
  const principal = `${givenName}.${familyName}@fabrikam.example`.toLowerCase();
  return [
    `dn: uid=${uid},ou=people,${base}`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    `cn: ${name}`,
    `givenName: ${givenName}`,
    `sn: ${familyName}`,
    `mail: ${principal}`,
    `userPrincipalName: ${principal}`,
    `userPassword: ${trialPassphrase}`,
    ...(more === undefined ? [] : [more]),
    '',
  ].join('\n');
}

function groupEntry([name, members]: (typeof groups)[number]): string {
  return [
    `dn: cn=${name},ou=groups,${base}`,
    'objectClass: groupOfNames',
    `cn: ${name}`,
    ...members.map((member) => `member: ${member}`),
    '',
  ].join('\n');
}
