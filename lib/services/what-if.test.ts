import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import type { SignInTry } from '#lib/contracts/sign-in.ts';
import { needsConfirmation, type WhatIfInput, whatIfViewSchema } from '#lib/contracts/what-if.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { connections, signIns } from '#lib/db/schema.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { bySerial, type SeenOnce, seenOnce } from '#lib/services/mapping/mapping.test-support.ts';
import { readMappingStrength } from '#lib/services/mapping/read-mapping-strength.ts';
import { ada, codeOf, noon, prepareWorld, stranger, valueFrom } from '#lib/services/service-world.test-support.ts';
import { emptyTry } from '#lib/services/sign-in/advance.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  allMethods,
  answered,
  aSite,
  inside,
  outside,
  receipt,
  refusedAs,
  rowOf,
  type Site,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import type { SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';
import { takeReturn } from '#lib/services/sign-in/take-return.ts';
import { whatIf } from '#lib/services/what-if.ts';
import { readWhatIfPages, type WhatIfPage } from '#lib/services/what-if-pages.ts';

const world = prepareWorld();
const dayMs = 86_400_000;
const root = await mintAuthority('Fabrikam Root CA 1');
const issuing = await mintAuthority('Fabrikam Issuing CA 2', root);
const ca = [root, issuing].map(({ certificate }) => toBase64(certificate.der));
const settings: Settings = { ...allMethods, caCertificates: ca };

async function draft(site: Site, next: Settings): Promise<void> {
  await world().database.db.update(connections).set({ draft: next }).where(eq(connections.id, site.connectionId));
}

const ask = async (site: Site, more: Partial<WhatIfInput> = {}) =>
  valueFrom(await whatIf(world().as(ada), { connectionId: site.connectionId, days: 7, ...more }));

/** Alice by certificate and Bob by password at the head office, Carol by password elsewhere, where Eve is refused. */
async function aWeek() {
  const site = await aSite(world(), settings);
  const connector = await aLinkedConnector(world(), site.connectionId);
  connector.passwords.answer = async (userName) =>
    userName === 'eve' ? refusedAs('wrong-password') : accepted({ ...person, userName, directoryId: userName });
  const { certificate } = await mintClient('Alice', issuing);
  const byCertificate = await aBrowser(world(), site);
  const request = await sent(world(), byCertificate);
  const facts = {
    name: 'Alice',
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial: certificate.serial,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    fingerprint: certificate.fingerprint,
  };
  const steps = [
    { step: 'path', isPassed: true, detail: 'Alice ← Fabrikam Issuing CA 2 ← Fabrikam Root CA 1', tookMs: 1 },
    { step: 'revocation', isPassed: true, detail: 'Not looked up: revocation is off.', tookMs: 0 },
    { step: 'mapping', isPassed: false, detail: 'sid in objectSid: the certificate holds none', tookMs: 0 },
    {
      step: 'mapping',
      isPassed: true,
      detail: 'san-upn in userPrincipalName: “a: b”, looked for as “a: b” by (userPrincipalName=a: b)',
      tookMs: 0,
    },
  ] as const;
  await answered(world(), connector, request, { ...accepted(person, [...steps]), certificate: facts });
  const back = { requestId: request.jti, receipt, secretOf: byCertificate.secretOf };
  valueFrom(await takeReturn(world().as(inside), back));
  return { site, connector, alice: await rowOf(world(), byCertificate.begun.signInId), byPassword };

  async function byPassword(userName: string, from: typeof inside | typeof outside) {
    const browser = await aBrowser(world(), site, from);
    const row = await rowOf(world(), browser.begun.signInId);
    await world()
      .database.db.update(signIns)
      .set({ position: row.methods.length - 1 })
      .where(eq(signIns.id, row.id));
    await signInWithPassword(world().as(from), { ...browser.key, userName, password: 'x' });
    return row.id;
  }
}

const person = {
  directoryId: 'a1',
  dn: 'uid=alice,dc=fabrikam,dc=example',
  userName: 'alice',
  groups: [],
  groupsCut: false,
};

describe('whatIf', () => {
  it('changes nobody while the draft is what runs', async () => {
    const { site, byPassword } = await aWeek();
    await byPassword('bob', inside);
    await draft(site, settings);
    const view = await ask(site, { ownAddress: inside.address });
    expect(whatIfViewSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({ runningRevision: 1, isCut: false, own: null });
    expect(view.answer).toMatchObject({
      changes: [],
      signIns: 2,
      unchanged: { signIns: 2 },
      people: { total: 2, refused: 0 },
    });
    expect(needsConfirmation(view)).toBe(false);
  });

  it('lists who would be refused first, then who may be, then who loses a method, each with their last sign-in', async () => {
    const { site, byPassword } = await aWeek();
    world().clock.now += 1_000;
    await byPassword('bob', inside);
    world().clock.now += 1_000;
    await byPassword('carol', outside);
    const eve = await byPassword('eve', outside);
    await world().database.db.update(signIns).set({ state: 'refused' }).where(eq(signIns.id, eve));
    await draft(site, {
      ...settings,
      outside: 'refuse',
      networks: [{ block: '198.51.100.0/24', label: 'Head office', methods: ['kerberos'] }],
    });
    const view = await ask(site, { ownAddress: outside.address });
    const told = view.answer.changes.map(({ kind, lost, signIns: many, attempts, people, addresses }) => ({
      kind,
      lost,
      signIns: many,
      attempts,
      people: people.listed.map(({ name }) => name),
      addresses: addresses.listed.map(({ name }) => name),
    }));
    expect(told[0]).toEqual({
      kind: 'refused',
      lost: ['password'],
      signIns: 1,
      attempts: 1,
      people: ['carol'],
      addresses: [outside.address],
    });
    const may = { kind: 'may-be-refused', signIns: 1, attempts: 0, addresses: [inside.address] };
    expect(told.slice(1)).toHaveLength(2);
    expect(told).toContainEqual({ ...may, lost: ['password'], people: ['bob'] });
    expect(told).toContainEqual({ ...may, lost: ['client-certificate'], people: ['alice'] });
    expect(view.answer.changes[0]).toMatchObject({
      lastAt: noon + 2_000,
      running: { methods: ['password'], matched: { kind: 'none' } },
      draft: { methods: [], matched: { kind: 'none' } },
    });
    expect(view.answer.people).toMatchObject({ refused: 1, 'may-be-refused': 2, total: 3 });
    expect(view.own).toEqual({ address: outside.address, kind: 'refused' });
    expect(needsConfirmation(view)).toBe(true);
  });

  it('counts the addresses connectors are seen from, as the door does', async () => {
    const { site, byPassword } = await aWeek();
    await byPassword('carol', outside);
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-2', seenFrom: outside.address });
    await draft(site, { ...settings, outside: 'refuse' });
    expect((await ask(site)).answer.changes).toEqual([]);
    await draft(site, { ...settings, outside: 'refuse', kerberos: { enabled: false, frontFacingUrl: '' } });
    expect((await ask(site)).answer.changes[0]).toMatchObject({
      kind: 'refused',
      running: { matched: { kind: 'implicit', connectors: ['hq-2'] } },
      people: { listed: [{ name: 'carol' }] },
    });
  });

  it.each([
    ['its issuer is gone', { caCertificates: ca.slice(0, 1) }, 'authority-gone', 'Fabrikam Issuing CA 2'],
    [
      'the rule that found the person is gone',
      { mapping: [{ source: 'sid', attribute: 'objectSid' }] },
      'rule-gone',
      'san-upn in userPrincipalName',
    ],
    ['its rule is weak', { mappingStrength: 'strong' }, 'rule-weak', 'san-upn in userPrincipalName'],
    [
      'nothing is known of its revocation',
      { revocation: { mode: 'fail-closed' } },
      'revocation-not-looked-up',
      'Fabrikam Issuing CA 2',
    ],
  ] as const)('says that a certificate may be refused where %s', async (_, change, cause, detail) => {
    const { site, byPassword } = await aWeek();
    await byPassword('bob', inside);
    const next = { ...settings, ...structuredClone(change) } as Settings;
    await draft(site, next);
    const view = await ask(site);
    expect(view.answer.changes).toMatchObject([{ kind: 'loses-method', cause, detail, people: { count: 1 } }]);
    expect(view.answer.unchanged.signIns).toBe(1);
    // Where nothing follows the certificate, whoever it belongs to may not get in at all.
    const only = { block: '198.51.100.0/24', label: '', methods: ['client-certificate' as const] };
    await draft(site, { ...next, networks: [only] });
    const alone = await ask(site);
    expect(alone.answer.changes.find((one) => one.cause === cause)?.kind).toBe('may-be-refused');
  });

  it('says that it is not known whom a rule finds that was never asked before', async () => {
    const { site } = await aWeek();
    await draft(site, {
      ...settings,
      mapping: [{ source: 'issuer-serial', attribute: 'altSecurityIdentities' }, ...settings.mapping],
    });
    const view = await ask(site);
    expect(whatIfViewSchema.parse(view)).toEqual(view);
    expect(view.answer.changes).toMatchObject([
      {
        kind: 'not-known',
        cause: 'rule-unasked',
        detail: 'issuer-serial in altSecurityIdentities',
        people: { listed: [{ name: 'alice' }] },
      },
    ]);
    expect(view.answer.people).toMatchObject({ 'not-known': 1, 'may-be-refused': 0, 'loses-method': 0, total: 1 });
    // Nobody is known to be refused: there is nothing to confirm.
    expect(needsConfirmation(view)).toBe(false);
  });

  it('says of “require strong” what the page Mapping says of the same people', async () => {
    const mapping: Settings['mapping'] = [
      { source: 'sid', attribute: 'objectSid' },
      { source: 'issuer-serial', attribute: 'altSecurityIdentities' },
      ...settings.mapping,
    ];
    const site = await aSite(world(), { ...settings, mapping });
    const seen = (once: SeenOnce) => seenOnce(world(), site, once);
    await seen({ userName: 'alice', mapped: bySerial });
    await seen({ userName: 'alice', ago: 2, certificate: { fingerprint: 'the old one' } });
    await seen({ userName: 'bob', ago: 3 });
    await seen({ userName: 'carol', sid: 'S-1-5-21-1-2-3-4' });
    await seen({ userName: 'erik', isOld: true, ago: 5 });
    await seen({ userName: 'frida', ago: 6, mapped: bySerial });
    await seen({ userName: 'frida', ago: 1, certificate: { fingerprint: 'the new one' } });
    await draft(site, { ...settings, mapping, mappingStrength: 'strong' });
    const { answer } = await ask(site);
    const strength = valueFrom(
      await readMappingStrength(world().as(ada), { connectionId: site.connectionId, days: 7 }),
    );
    const lockedOut = strength.listed.filter((one) => one.isLockedOut).map(({ userName }) => userName);
    expect(lockedOut.sort()).toEqual(['bob', 'erik', 'frida']);
    const namesOf = (cause: string) =>
      answer.changes
        .filter((one) => one.cause === cause)
        .flatMap(({ people }) => people.listed.map(({ name }) => name));
    expect(namesOf('rule-weak').sort()).toEqual(lockedOut);
    // Carol counts as strong by her SID, and no rule has found her by it yet.
    expect(namesOf('rule-sid')).toEqual(['carol']);
    expect(answer.people).toMatchObject({ total: 5, 'loses-method': 3, 'not-known': 1 });
    expect(strength.people).toMatchObject({ total: 5, lockedOut: 3, bySid: 1, withWeakCertificate: 1 });
    expect(answer.changes.map((one) => one.byOlderCertificate)).toEqual([1, 0]);
  });

  it('stops between two pages where nobody waits any more', async () => {
    const { site } = await aWeek();
    const input = { connectionId: site.connectionId, days: 7 };
    expect(codeOf(await whatIf(world().as(ada), input, AbortSignal.abort()))).toBe('unavailable');
  });

  it('tells a certificate that was let in without knowing whether it is revoked', async () => {
    const { site, alice } = await aWeek();
    const tries = alice.tries.map((one) => ({
      ...one,
      steps: one.steps.map((step) =>
        step.step === 'revocation' ? { ...step, detail: 'Let in without knowing (fail-open).; no list' } : step,
      ),
    }));
    await world().database.db.update(signIns).set({ tries }).where(eq(signIns.id, alice.id));
    await draft(site, { ...settings, revocation: { mode: 'fail-closed' } });
    expect((await ask(site)).answer.changes[0]?.cause).toBe('revocation-unknown');
    const known = tries.map((one) => ({
      ...one,
      steps: one.steps.map((step) => (step.step === 'revocation' ? { ...step, detail: 'list of CN=X' } : step)),
    }));
    await world().database.db.update(signIns).set({ tries: known }).where(eq(signIns.id, alice.id));
    expect((await ask(site)).answer.changes).toEqual([]);
  });

  it('compares with what runs, and says where the log had it otherwise', async () => {
    const { site, alice } = await aWeek();
    await world()
      .database.db.update(signIns)
      .set({ methods: ['client-certificate'] })
      .where(eq(signIns.id, alice.id));
    await draft(site, settings);
    expect((await ask(site)).answer.changes).toEqual([]);
    await draft(site, { ...settings, clientCertificate: { enabled: false } });
    expect((await ask(site)).answer.changes).toMatchObject([{ kind: 'loses-method', decidedOtherwise: 1 }]);
  });

  it('looks back as far as asked, and not at what is still open', async () => {
    const { site, alice, byPassword } = await aWeek();
    await byPassword('carol', outside);
    await aBrowser(world(), site, outside);
    await draft(site, { ...settings, outside: 'refuse' });
    const { db } = world().database;
    await db
      .update(signIns)
      .set({ startedAt: noon - 8 * dayMs })
      .where(eq(signIns.id, alice.id));
    expect((await ask(site)).answer).toMatchObject({ signIns: 1, attempts: 0 });
    expect((await ask(site, { days: 30 })).answer).toMatchObject({ signIns: 2, attempts: 0 });
  });

  it('is for administrators, for connections that exist, for these days', async () => {
    const site = await aSite(world(), { ...emptySettings });
    const input = { connectionId: site.connectionId, days: 7 };
    expect(codeOf(await whatIf(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await whatIf(world().as(ada), { ...input, connectionId: 'con_none' }))).toBe('not-found');
    expect(codeOf(await whatIf(world().as(ada), { ...input, connectionId: '\0' }))).toBe('invalid-input');
    expect(codeOf(await whatIf(world().as(ada), { ...input, days: 8 }))).toBe('invalid-input');
    expect((await ask(site, { ownAddress: 'unknown' })).own).toBeNull();
    const fresh = await aSite(world(), null, 'Contoso');
    expect(await ask(fresh)).toMatchObject({ runningRevision: null, answer: { signIns: 0, changes: [] } });
  });
});

describe('readWhatIfPages', () => {
  it('takes every sign-in up once, however the pages fall, and says what it left out', async () => {
    const { site, alice } = await aWeek();
    const { db } = world().database;
    const rows = Array.from(
      { length: 57 },
      (_, at): SignInRow => ({
        ...alice,
        id: `sig_${at}`,
        interactionHash: `${at}`,
        userName: `person ${at % 10}`,
        // Some at the very same moment.
        startedAt: noon - Math.floor(at / 3) * 1_000,
        tries: [{ ...emptyTry('password', noon), result: 'accepted' } satisfies SignInTry],
        method: 'password',
      }),
    );
    await db.insert(signIns).values(rows);
    const wanted = { connectionId: site.connectionId, since: noon - dayMs };
    const total = async (limits: { rows: number; most: number }) => {
      let [signInCount, isCut] = [0, false];
      for await (const page of readWhatIfPages(db, wanted, limits)) {
        signInCount += page.seen.reduce((sum, one) => sum + one.signIns, 0);
        isCut = page.isCut;
      }
      return [signInCount, isCut];
    };
    expect(await total({ rows: 100, most: 1_000 })).toEqual([58, false]);
    expect(await total({ rows: 58, most: 58 })).toEqual([58, false]);
    expect(await total({ rows: 7, most: 1_000 })).toEqual([58, false]);
    expect(await total({ rows: 1, most: 1_000 })).toEqual([58, false]);
    expect(await total({ rows: 10, most: 30 })).toEqual([30, true]);
  });

  it('hands out as many as are different, the newest first, with the facts of the newest certificate', async () => {
    const { site, alice } = await aWeek();
    const { db } = world().database;
    const [tried] = alice.tries.filter(({ certificate }) => certificate !== null);
    if (tried === undefined) throw new Error('no certificate');
    const of = (at: number, rule: string): SignInRow => ({
      ...alice,
      id: `sig_${at}`,
      interactionHash: `${at}`,
      address: at % 2 === 0 ? inside.address : outside.address,
      startedAt: noon - at * 1_000,
      tries: [
        {
          ...tried,
          steps: [{ step: 'mapping', isPassed: true, detail: `${rule}: x`, tookMs: 0 }],
        },
      ],
    });
    await db.delete(signIns);
    await db
      .insert(signIns)
      .values(Array.from({ length: 40 }, (_, at) => of(at, at === 0 ? 'sid in objectSid' : 'a in b')));
    const wanted = { connectionId: site.connectionId, since: noon - dayMs };
    for (const rows of [100, 7]) {
      const pages: WhatIfPage[] = [];
      for await (const page of readWhatIfPages(db, wanted, { rows, most: 1_000 })) pages.push(page);
      const all = pages.flatMap(({ seen }) => seen);
      expect(all.reduce((sum, one) => sum + one.signIns, 0)).toBe(40);
      expect(all.length).toBeLessThanOrEqual(2 * pages.length);
      expect(all.map((one) => one.certificate?.rule)).toEqual(all.map(() => 'sid in objectSid'));
      const times = all.map((one) => one.lastAt ?? 0);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
  });
});
