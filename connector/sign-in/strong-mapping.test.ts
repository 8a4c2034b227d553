import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDirectory } from '#connector/ldap/directory.test-support.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { mapCertificate } from '#connector/sign-in/map-certificate.ts';
import { noteSteps } from '#connector/sign-in/note-steps.ts';
import { mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { canRunSamba, type Samba, startSamba } from '#e2e/world/samba.ts';
import type { SambaPerson } from '#e2e/world/samba-people.ts';
import { concatBytes, utf8 } from '#lib/core/bytes.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { derContext, derElement, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { writeLdif } from '#lib/pki/mapping/identity-changes/write-ldif.ts';
import { type StrongForm, strongForms } from '#lib/pki/mapping/strong-form.ts';
import { strongNames } from '#lib/pki/mapping/strong-names.ts';
import type { Mapped } from '#lib/wire/method-result.ts';

const run = promisify(execFile);

/** MS-WCCE section 2.2.2.7.7.4. */
function sidValue(sid: string) {
  const name = [derOid('1.3.6.1.4.1.311.25.2.1'), derContext(0, derOctetString(utf8(sid)), true)];
  return derSequence(derElement(0xa0, concatBytes(...name)));
}

const attribute = 'altSecurityIdentities';
const byName: MappingRule = { source: 'san-upn', attribute: 'userPrincipalName' };

/** The LDIF that the assistant writes, given to ldapmodify for a domain controller; then the same certificates by strong rules alone. */
describe.skipIf(!canRunSamba || !existsSync('/usr/bin/ldapmodify'))(
  'strong names written into Active Directory',
  () => {
    let samba: Samba;
    let directory: Directory;
    let folder: string;
    const people: { person: SambaPerson; certificate: Certificate; form: StrongForm }[] = [];

    beforeAll(async () => {
      [samba, folder] = await Promise.all([startSamba(), mkdtemp(join(tmpdir(), 'gatehouse-mapping-'))]);
      const service = await samba.addPerson({ name: 'svc-gatehouse' });
      directory = openTestDirectory({
        urls: [samba.url],
        base: samba.baseDn,
        bindUser: service.upn,
        bindPassword: service.password,
        ca: [samba.caPath],
      });
      const authority = await mintAuthority('Corp', {
        subject: [
          ['DC', 'test'],
          ['O', 'Fabrikam, "Åland" Inc.'],
          ['CN', 'Issuing CA 2'],
        ],
      });
      const names = ['Åsa Ek', 'Ada', "O'Neil; Jo\\, Jr"];
      for (const [at, form] of strongForms.entries()) {
        const account = `p${at}`;
        const person = await samba.addPerson({ name: account, upn: `${account}@corp.example` });
        const { der } = await mintClient(names[at] ?? '', authority, {
          alternativeNames: [{ kind: 'upn', value: person.upn }],
          // Windows drops the zero in front; the reversed bytes end without it.
          serial: Uint8Array.of(0, 0x9b, 0x0c, at),
        });
        const read = await parseCertificate(der);
        if (!read.ok) throw new Error(read.problem.message);
        people.push({ person, certificate: read.value, form });
      }
    });
    afterAll(async () => {
      await directory?.close();
      await samba?.remove();
      await rm(folder, { recursive: true, force: true });
    });

    async function signIn(certificate: Certificate, mapping: MappingRule[], mappingStrength: 'any' | 'strong') {
      const seen: Mapped[] = [];
      const parts = { directory, onMapped: (mapped: Mapped) => seen.push(mapped) };
      const ending = await mapCertificate(certificate, { mapping, mappingStrength }, parts, Date.now(), noteSteps());
      const end = ending.result === 'accepted' ? ending.person.dn : ending.reason;
      return { end, mapped: seen[0] };
    }

    async function apply(ldif: string, ...options: readonly string[]): Promise<void> {
      const file = join(folder, 'changes.ldif');
      await writeFile(file, ldif);
      const { upn, password } = samba.administrator;
      const bind = ['-x', '-H', samba.url, '-D', upn, '-w', password];
      await run('ldapmodify', [...bind, ...options, '-f', file], {
        env: { ...process.env, LDAPTLS_CACERT: samba.caPath },
      });
    }

    const ldif = () =>
      writeLdif(
        people.map(({ person: { dn, name }, certificate, form }) => {
          const identity = strongNames(certificate)[form];
          if (identity === undefined) throw new Error(`no ${form}`);
          return { dn, name, identities: [identity] };
        }),
        ['Strong names'],
      );

    test('before: strong required is refused by name, without a weak rule nobody is found', async () => {
      for (const { person, certificate, form } of people) {
        const strong: MappingRule = { source: form, attribute };
        expect(await signIn(certificate, [byName, strong], 'any')).toEqual({
          end: person.dn,
          mapped: { ...byName, isWeak: true },
        });
        expect(await signIn(certificate, [byName, strong], 'strong')).toEqual({
          end: 'mapping-weak',
          mapped: { ...byName, isWeak: true, dn: person.dn },
        });
        expect(await signIn(certificate, [strong], 'strong')).toEqual({ end: 'unmapped', mapped: undefined });
      }
    });

    test('after: the same certificates, by the strong rule alone; to apply it again changes nothing', async () => {
      await apply(ldif());
      for (const { person, certificate, form } of people)
        expect(await signIn(certificate, [byName, { source: form, attribute }], 'strong')).toEqual({
          end: person.dn,
          mapped: { source: form, attribute, isWeak: false },
        });
      // LDAP result 20, attributeOrValueExists.
      await expect(apply(ldif())).rejects.toMatchObject({ code: 20 });
      await expect(apply(ldif(), '-c')).rejects.toMatchObject({ code: 20 });
    });

    test('of several people one is written after another that fails, with -c', async () => {
      const { person, certificate } = people[0] ?? {};
      if (person === undefined || certificate === undefined) throw new Error('nobody');
      const { 'subject-key-id': ski = '', 'sha1-public-key': sha1 = '' } = strongNames(certificate);
      const gone = { dn: `CN=Gone,CN=Users,${samba.baseDn}`, name: 'gone', identities: [ski] };
      await expect(apply(writeLdif([gone, { ...person, identities: [sha1] }]), '-c')).rejects.toMatchObject({
        code: 32,
      });
      expect(await signIn(certificate, [{ source: 'sha1-public-key', attribute }], 'strong')).toMatchObject({
        end: person.dn,
      });
    });

    test('a SID in the certificate is strong by itself', async () => {
      const { person, certificate } = people[1] ?? {};
      if (person === undefined || certificate === undefined) throw new Error('nobody');
      expect(strongNames(certificate).sid).toBeUndefined();
      const withSid = {
        ...certificate,
        extensions: [{ oid: '1.3.6.1.4.1.311.25.2', isCritical: false, value: sidValue(person.sid) }],
      };
      expect(strongNames(withSid).sid).toBe(person.sid);
      expect(await signIn(withSid, [byName, { source: 'sid', attribute: 'objectSid' }], 'strong')).toEqual({
        end: person.dn,
        mapped: { source: 'sid', attribute: 'objectSid', isWeak: false },
      });
    });
  },
);
