import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { administrators, invitations } from '#lib/db/schema.ts';
import { changeAdministratorRole } from '#lib/services/administrators/change-administrator-role.ts';
import { inviteAdministrator } from '#lib/services/administrators/invite-administrator.ts';
import { readAdministrator } from '#lib/services/administrators/read-administrator.ts';
import { removeAdministrator } from '#lib/services/administrators/remove-administrator.ts';
import {
  ada,
  codeOf,
  grace,
  noon,
  olive,
  prepareWorld,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

beforeEach(async () => {
  await world().database.db.insert(administrators).values({
    id: 'adm_olive',
    name: 'Olive',
    email: 'olive@example.com',
    passwordHash: 'none',
    role: 'operator',
    createdAt: noon,
  });
});

const change = (administratorId: string, role: string, actor = ada, isOwnMeant = false) =>
  changeAdministratorRole(world().as(actor), { administratorId, role, isOwnMeant });
const remove = (administratorId: string, actor = ada, isOwnMeant = false) =>
  removeAdministrator(world().as(actor), { administratorId, isOwnMeant });
const read = (id: string) => readAdministrator(world().as(system), { id, sessionEpoch: 1 });

async function owners(): Promise<string[]> {
  const rows = await world().database.db.select().from(administrators).where(eq(administrators.role, 'owner'));
  return rows.map(({ id }) => id);
}

describe('changeAdministratorRole', () => {
  it('counts at the next request of a session that is open, and writes down before and after', async () => {
    expect(valueFrom(await read('adm_olive')).role).toBe('operator');
    valueFrom(await change('adm_olive', 'viewer'));
    expect(valueFrom(await read('adm_olive')).role).toBe('viewer');
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'changeAdministratorRole',
      subject: 'adm_olive',
      before: { role: 'operator' },
      after: { role: 'viewer' },
    });
    expect(world().events).toContainEqual({ t: 'administrators-changed' });
  });

  it('writes nothing where the role is that already', async () => {
    valueFrom(await change('adm_olive', 'operator'));
    expect(await world().audit()).toEqual([]);
  });

  it('leaves one owner, who is named in the refusal', async () => {
    valueFrom(await change('adm_grace', 'viewer'));
    const refused = await change('adm_ada', 'operator', ada, true);
    expect(refused).toMatchObject({ problem: { code: 'last-owner', message: expect.stringContaining('Ada') } });
    expect(await owners()).toEqual(['adm_ada']);
  });

  it('of two owners who lower each other at once lets one through', async () => {
    const codes = (await Promise.all([change('adm_grace', 'viewer', ada), change('adm_ada', 'viewer', grace)])).map(
      codeOf,
    );
    expect(codes.toSorted()).toEqual(['not-allowed', 'went well']);
    expect(await owners()).toHaveLength(1);
  });

  it('of two owners who step back at once lets one through', async () => {
    const codes = (
      await Promise.all([change('adm_ada', 'viewer', ada, true), change('adm_grace', 'viewer', grace, true)])
    ).map(codeOf);
    expect(codes.toSorted()).toEqual(['last-owner', 'went well']);
    expect(await owners()).toHaveLength(1);
  });

  it('asks twice for one’s own role', async () => {
    expect(codeOf(await change('adm_ada', 'viewer'))).toBe('invalid-input');
    expect(codeOf(await change('adm_ada', 'viewer', ada, true))).toBe('went well');
  });

  it('closes the invitations of whoever is an owner no more', async () => {
    valueFrom(await inviteAdministrator(world().as(grace), { email: 'eve@example.com', role: 'owner' }));
    valueFrom(await inviteAdministrator(world().as(ada), { email: 'victor@example.com', role: 'viewer' }));
    valueFrom(await change('adm_grace', 'operator'));
    const open = await world().database.db.select().from(invitations);
    expect(open.map(({ email }) => email)).toEqual(['victor@example.com']);
  });

  it('refuses who is no owner any more in the rows, whatever their session said', async () => {
    valueFrom(await change('adm_grace', 'viewer'));
    expect(codeOf(await change('adm_olive', 'owner', grace))).toBe('not-allowed');
    expect(codeOf(await change('adm_olive', 'owner', olive))).toBe('not-allowed');
    expect(codeOf(await change('adm_nobody', 'owner'))).toBe('not-found');
  });
});

describe('removeAdministrator', () => {
  it('ends the sessions of whoever is removed, and writes down who it was', async () => {
    valueFrom(await remove('adm_olive'));
    expect(codeOf(await read('adm_olive'))).toBe('not-signed-in');
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'removeAdministrator',
      subject: 'adm_olive',
      before: { name: 'Olive', email: 'olive@example.com', role: 'operator' },
    });
    expect(world().events).toContainEqual({ t: 'administrators-changed' });
    expect(codeOf(await remove('adm_olive'))).toBe('not-found');
  });

  it('closes the invitations they made, lest one of them leads back', async () => {
    valueFrom(await inviteAdministrator(world().as(grace), { email: 'grace2@example.com', role: 'owner' }));
    valueFrom(await remove('adm_grace'));
    expect(await world().database.db.select().from(invitations)).toEqual([]);
  });

  it('leaves one owner, also of two who remove each other or themselves at once', async () => {
    const each = (await Promise.all([remove('adm_grace', ada), remove('adm_ada', grace)])).map(codeOf);
    expect(each.toSorted()).toEqual(['not-allowed', 'went well']);
    const [left] = await owners();
    const actor = left === 'adm_ada' ? ada : grace;
    expect(codeOf(await remove(left ?? '', actor, true))).toBe('last-owner');
    expect(await owners()).toEqual([left]);
  });

  it('of a lowering and a removal at once lets one through', async () => {
    const codes = (await Promise.all([change('adm_grace', 'viewer', ada), remove('adm_ada', grace)])).map(codeOf);
    expect(codes.toSorted()).toEqual(['not-allowed', 'went well']);
    expect(await owners()).toHaveLength(1);
  });

  it('asks twice for one’s own account, and is for owners', async () => {
    expect(codeOf(await remove('adm_ada'))).toBe('invalid-input');
    expect(codeOf(await remove('adm_ada', olive))).toBe('not-allowed');
    expect(codeOf(await remove('adm_ada', ada, true))).toBe('went well');
  });
});
