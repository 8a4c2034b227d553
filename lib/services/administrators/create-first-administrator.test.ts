import { describe, expect, it } from 'vitest';
import { administrators, setupLink } from '#lib/db/schema.ts';
import { createFirstAdministrator } from '#lib/services/administrators/create-first-administrator.ts';
import { checkSetupToken } from '#lib/services/check-setup-token.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { ada, codeOf, prepareWorld, stranger, system, valueFrom } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

/** Nobody there yet, and a link is open. */
async function openSetup(): Promise<string> {
  await world().database.db.delete(administrators);
  return newLink();
}

async function newLink(): Promise<string> {
  const link = valueFrom(await issueSetupLink(world().as(system)));
  return link?.url.split('/setup/')[1] ?? '';
}

const form = (setupToken: string) => ({
  setupToken,
  name: 'Ada',
  email: ' Ada@Example.com ',
  password: 'correct horse battery',
});

describe('issueSetupLink', () => {
  it('makes a link at the public address, and each new one kills the one before', async () => {
    const first = await openSetup();
    const second = await newLink();
    expect(codeOf(await checkSetupToken(world().as(stranger), first))).toBe('setup-link-unknown');
    expect(valueFrom(await checkSetupToken(world().as(stranger), second))).toEqual({ isOpen: true });
    expect(valueFrom(await issueSetupLink(world().as(system)))?.url).toMatch(
      /^https:\/\/gatehouse\.example\.com\/setup\/[\w-]{43}$/,
    );
  });

  it('gives none once there is an administrator, and none to anybody else', async () => {
    expect(valueFrom(await issueSetupLink(world().as(system)))).toBeNull();
    expect(codeOf(await issueSetupLink(world().as(ada)))).toBe('not-allowed');
    expect(codeOf(await checkSetupToken(world().as(stranger), 'any'))).toBe('setup-already-done');
  });
});

describe('createFirstAdministrator', () => {
  it('makes the administrator, closes the link and writes it down without the password', async () => {
    const token = await openSetup();
    const made = valueFrom(await createFirstAdministrator(world().as(stranger), form(token)));
    expect(made).toMatchObject({ name: 'Ada', email: 'ada@example.com' });
    expect(await world().database.db.select().from(setupLink)).toEqual([]);
    expect(codeOf(await createFirstAdministrator(world().as(stranger), form(token)))).toBe('setup-already-done');
    const last = (await world().audit()).at(-1);
    expect(last).toMatchObject({
      verb: 'createFirstAdministrator',
      subject: made.id,
      actor: { kind: 'anonymous', address: '203.0.113.9' },
    });
    expect(last?.after).toEqual(made);
  });

  it('lets one of several at once through', async () => {
    const token = await openSetup();
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        createFirstAdministrator(world().as(stranger), { ...form(token), email: `${name}@example.com` }),
      ),
    );
    expect(outcomes.map(codeOf).toSorted()).toEqual(['setup-already-done', 'setup-already-done', 'went well']);
    expect(await world().database.db.select().from(administrators)).toHaveLength(1);
  });

  it('refuses an unknown link, a weak form, and people who are signed in', async () => {
    const token = await openSetup();
    expect(codeOf(await createFirstAdministrator(world().as(stranger), form('wrong')))).toBe('setup-link-unknown');
    const weak = await createFirstAdministrator(world().as(stranger), { ...form(token), password: 'short', name: ' ' });
    expect(weak.ok ? [] : Object.keys(weak.problem.fields ?? {}).toSorted()).toEqual(['name', 'password']);
    expect(codeOf(await createFirstAdministrator(world().as(ada), form(token)))).toBe('not-allowed');
    expect(await world().database.db.select().from(administrators)).toEqual([]);
  });
});
