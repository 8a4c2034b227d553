import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { type MappingStrengthInput, mappingStrengthSchema } from '#lib/contracts/mapping-strength.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { connections } from '#lib/db/schema.ts';
import { bySerial, dnOf, guidOf, seenOnce } from '#lib/services/mapping/mapping.test-support.ts';
import { readMappingStrength } from '#lib/services/mapping/read-mapping-strength.ts';
import { readSeenCertificates } from '#lib/services/mapping/read-seen-certificates.ts';
import { writeIdentityChanges } from '#lib/services/mapping/write-identity-changes.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import { aSite, type Site } from '#lib/services/sign-in/door.test-support.ts';

const world = prepareWorld();
const dayMs = 86_400_000;
const rules = [
  { source: 'sid', attribute: 'objectSid' },
  { source: 'issuer-serial', attribute: 'altSecurityIdentities' },
  { source: 'san-upn', attribute: 'userPrincipalName' },
] as const;

/** Alice came strongly, Bob weakly, Carol with a SID in her certificate, Dave was refused, Erik is in an old row, Frida changed. */
async function aLog(): Promise<Site> {
  const site = await aSite(world());
  await world()
    .database.db.update(connections)
    .set({ draft: { ...emptySettings, mapping: [...rules] } })
    .where(eq(connections.id, site.connectionId));
  const seen = (once: Parameters<typeof seenOnce>[2]) => seenOnce(world(), site, once);
  await seen({ userName: 'alice', mapped: bySerial });
  await seen({ userName: 'alice', ago: 2, certificate: { fingerprint: 'another of alice' } });
  await seen({ userName: 'bob', ago: 3 });
  await seen({ userName: 'bob', ago: 2 });
  await seen({ userName: 'carol', sid: 'S-1-5-21-1-2-3-4' });
  await seen({ userName: 'dave', isRefused: true, ago: 4 });
  await seen({ userName: 'erik', isOld: true, ago: 5 });
  await seen({ userName: 'frida', ago: 6, mapped: bySerial });
  await seen({ userName: 'frida', ago: 1, certificate: { notAfter: noon - dayMs } });
  await seen({ userName: 'gone', ago: 40 });
  // Elsewhere.
  await seenOnce(world(), await aSite(world(), undefined, 'Contoso'), { userName: 'zoe' });
  return site;
}

const read = async (input: MappingStrengthInput) => valueFrom(await readMappingStrength(world().as(ada), input));

describe('readMappingStrength', () => {
  it('counts people by the certificate they came with last', async () => {
    const { connectionId } = await aLog();
    const view = await read({ connectionId, days: 30 });
    expect(mappingStrengthSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      days: 30,
      people: { total: 6, weak: 4, strong: 2, bySid: 1, refused: 1, lockedOut: 4, withWeakCertificate: 1 },
      isCut: false,
    });
    expect(view.listed.map(({ dn, standing, isLockedOut }) => [dn, standing, isLockedOut])).toEqual([
      [dnOf('frida'), 'weak', true],
      [dnOf('bob'), 'weak', true],
      [dnOf('dave'), 'weak', true],
      [dnOf('erik'), 'weak', true],
      [dnOf('alice'), 'strong', false],
      [dnOf('carol'), 'sid', false],
    ]);
    const bob = view.listed[1];
    expect(bob).toMatchObject({
      directoryId: guidOf('bob'),
      userName: 'bob',
      displayName: 'bob of Corp',
      lastAt: noon - 2 * dayMs,
    });
    expect(bob?.certificates).toMatchObject([
      { signIns: 2, source: 'san-upn', attribute: 'userPrincipalName', isRefused: false },
    ]);
    // Who was refused is nobody Gatehouse knows yet, and old rows hold no strong names.
    expect(view.listed[2]).toMatchObject({
      directoryId: null,
      userName: '',
      certificates: [{ isRefused: true, source: 'san-upn' }],
    });
    expect(view.listed[3]?.certificates).toMatchObject([
      { source: 'san-upn', attribute: 'userPrincipalName', strongNames: null },
    ]);
    expect(await read({ connectionId, days: 90 })).toMatchObject({ people: { total: 7, weak: 5 } });
  });

  it('tells who would be locked out by other rules than those of the draft', async () => {
    const { connectionId } = await aLog();
    const lockedOut = async (given: MappingStrengthInput['rules']) =>
      (await read({ connectionId, days: 30, rules: given })).people.lockedOut;
    expect(await lockedOut([...rules])).toBe(4);
    expect(await lockedOut(rules.slice(1))).toBe(5);
    expect(await lockedOut(rules.slice(0, 1))).toBe(5);
    expect(await lockedOut([])).toBe(6);
  });

  it('knows who was refused and got in before, as one person', async () => {
    const site = await aLog();
    await seenOnce(world(), site, { userName: 'bob', ago: 0, isRefused: true });
    const view = await read({ connectionId: site.connectionId, days: 30 });
    expect(view.people).toMatchObject({ total: 6, refused: 2 });
    expect(view.listed[0]).toMatchObject({
      userName: 'bob',
      directoryId: guidOf('bob'),
      certificates: [{ isRefused: true, signIns: 3 }],
    });
    await seenOnce(world(), site, { userName: 'gone', ago: 0, isRefused: true });
    // Outside of these days they got in, so they are known.
    expect((await read({ connectionId: site.connectionId, days: 7 })).listed[1]).toMatchObject({
      userName: 'gone',
      directoryId: guidOf('gone'),
    });
  });

  it('is for administrators, and has nobody to tell of where nobody came', async () => {
    const { connectionId } = await aSite(world());
    expect(await read({ connectionId, days: 7 })).toMatchObject({ people: { total: 0 }, listed: [] });
    const input = { connectionId, days: 7 } as const;
    expect(codeOf(await readMappingStrength(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await readMappingStrength(world().as(system), input))).toBe('not-allowed');
    expect(codeOf(await readMappingStrength(world().as(ada), { ...input, days: 8 }))).toBe('invalid-input');
    expect(codeOf(await readMappingStrength(world().as(ada), { ...input, connectionId: '\u0001' }))).toBe('not-found');
    expect(codeOf(await readMappingStrength(world().as(ada), { ...input, connectionId: 'con_none' }))).toBe(
      'not-found',
    );
  });

  it('reads page by page, each sign-in once, and says when there are more', async () => {
    const { connectionId } = await aLog();
    const wanted = { connectionId, since: noon - 30 * dayMs };
    const readAll = async (limits: { rows: number; most: number }) => {
      const ids: string[] = [];
      let isCut = false;
      for await (const page of readSeenCertificates(world().database.db, wanted, limits)) {
        ids.push(...page.seen.map(({ signInId }) => signInId));
        isCut = page.isCut;
      }
      return { count: ids.length, different: new Set(ids).size, isCut };
    };
    for (const rows of [1, 2, 3, 100])
      expect(await readAll({ rows, most: 100 })).toEqual({ count: 9, different: 9, isCut: false });
    expect(await readAll({ rows: 2, most: 4 })).toEqual({ count: 4, different: 4, isCut: true });
  });
});

describe('writeIdentityChanges', () => {
  const write = async (site: Site, more: Partial<Parameters<typeof writeIdentityChanges>[1]>) =>
    valueFrom(
      await writeIdentityChanges(world().as(ada), {
        connectionId: site.connectionId,
        days: 30,
        who: 'weak',
        form: 'issuer-serial',
        format: 'ldif',
        ...more,
      }),
    );

  it('writes an LDIF for everybody who came weakly, and says who is left out and why', async () => {
    const file = await write(await aLog(), {});
    expect(file.fileName).toBe('fabrikam-hq-strong-mapping.ldif');
    const [head = '', ...records] = file.text.split('\n\n');
    expect(head.split('\n')).toEqual([
      '# altSecurityIdentities of 2 of 4 people by issuer and serial number, from the sign-ins of 30 days.',
      '# Apply with ldapmodify -c -H ldaps://... -f FILE, or with ldifde -i -k -f FILE on Windows.',
      '# Whoever has a value already is passed over: LDAP result 20.',
      '# Left out: frida, frida of Corp. The certificate 01 has ended.',
      '# Left out: erik, erik of Corp. The certificate 01 came before its strong names were recorded: they are at its next sign-in.',
      'version: 1',
    ]);
    expect(records).toHaveLength(2);
    expect(records[0]).toBe(
      `# bob, bob of Corp
dn: ${dnOf('bob')}
changetype: modify
add: altSecurityIdentities
altSecurityIdentities: X509:<I>CN=CA<SR>of bob
-`,
    );
    expect(records[1]).toContain(`dn: ${dnOf('dave')}`);
  });

  it('writes for exactly those who would be locked out, and for one', async () => {
    const site = await aLog();
    const dns = async (more: Parameters<typeof write>[1]) =>
      [...(await write(site, more)).text.matchAll(/^dn: CN=(\w+)/gm)].map(([, name]) => name);
    // Without a rule for the SID Carol would be locked out too.
    expect(await dns({ who: 'locked-out', rules: rules.slice(1) })).toEqual(['carol', 'bob', 'dave']);
    expect(await dns({ who: 'locked-out' })).toEqual(['bob', 'dave']);
    expect(await dns({ who: 'person', dn: dnOf('alice') })).toEqual(['alice']);
    expect((await write(site, { who: 'person', dn: dnOf('alice') })).text).toContain('<SR>another of alice\n');
    expect(await dns({ who: 'person', dn: dnOf('nobody') })).toEqual([]);
    expect(await dns({ form: 'subject-key-id' })).toEqual([]);
    expect((await write(site, { form: 'subject-key-id' })).text).toContain(
      '# Left out: bob, bob of Corp. The certificate 01 has no subject key identifier.',
    );
  });

  it('writes every certificate of one person', async () => {
    const site = await aSite(world());
    for (const fingerprint of ['a', 'b'])
      await seenOnce(world(), site, { userName: 'bob', certificate: { fingerprint } });
    const { text } = await write(site, {});
    expect(text.match(/^altSecurityIdentities: .*$/gm)?.sort()).toEqual([
      'altSecurityIdentities: X509:<I>CN=CA<SR>a',
      'altSecurityIdentities: X509:<I>CN=CA<SR>b',
    ]);
  });

  it('writes PowerShell, by objectGUID where it is known', async () => {
    const file = await write(await aLog(), { format: 'powershell', form: 'sha1-public-key' });
    expect(file.fileName).toBe('fabrikam-hq-strong-mapping.ps1');
    expect(file.text.match(/^Set-ADUser .*$/gm)).toEqual([
      // Of “bob-------------”: the first three parts turned around.
      "Set-ADUser -Identity '2d626f62-2d2d-2d2d-2d2d-2d2d2d2d2d2d' -Add @{altSecurityIdentities=@('X509:<SHA1-PUKEY>of bob')}",
      `Set-ADUser -Identity '${dnOf('dave')}' -Add @{altSecurityIdentities=@('X509:<SHA1-PUKEY>of dave')}`,
    ]);
  });

  it('is for administrators', async () => {
    const input = { connectionId: 'con_1', days: 7, who: 'weak', form: 'issuer-serial', format: 'ldif' } as const;
    expect(codeOf(await writeIdentityChanges(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await writeIdentityChanges(world().as(system), input))).toBe('not-allowed');
    expect(codeOf(await writeIdentityChanges(world().as(ada), input))).toBe('not-found');
  });
});
