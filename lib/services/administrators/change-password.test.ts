import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { administrators } from '#lib/db/schema.ts';
import { changePassword } from '#lib/services/administrators/change-password.ts';
import { readAdministrator } from '#lib/services/administrators/read-administrator.ts';
import { signInAdministrator } from '#lib/services/administrators/sign-in-administrator.ts';
import { hashPassword } from '#lib/services/hash-password.ts';
import {
  ada,
  codeOf,
  fillRandom,
  grace,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const currentPassword = 'correct horse battery';
const newPassword = 'another horse, another battery';
const hash = await hashPassword(currentPassword, fillRandom);

beforeEach(async () => {
  await world()
    .database.db.update(administrators)
    .set({ passwordHash: hash })
    .where(eq(administrators.email, 'ada@example.com'));
});

const change = (current = currentPassword, chosen = newPassword) =>
  changePassword(world().as(ada), { currentPassword: current, newPassword: chosen });
const signIn = (password: string) => signInAdministrator(world().as(stranger), { email: 'ada@example.com', password });

describe('changePassword', () => {
  it('takes the new password and no longer the old one, ends every session, and writes neither down', async () => {
    valueFrom(await change());
    expect(codeOf(await readAdministrator(world().as(system), { id: 'adm_ada', sessionEpoch: 1 }))).toBe(
      'not-signed-in',
    );
    expect(codeOf(await signIn(currentPassword))).toBe('wrong-credentials');
    expect(valueFrom(await signIn(newPassword)).sessionEpoch).toBe(2);
    const [written] = await world().audit();
    expect(written).toMatchObject({ verb: 'changePassword', subject: 'adm_ada' });
    expect(JSON.stringify([written, world().logged])).not.toMatch(/horse|argon2/);
    expect(world().events).toContainEqual({ t: 'administrators-changed' });
  });

  it('refuses a wrong present password beside its field, and changes nothing', async () => {
    const refused = await change('wrong');
    expect(refused).toMatchObject({
      problem: { code: 'wrong-credentials', fields: { currentPassword: expect.any(String) } },
    });
    expect(codeOf(await readAdministrator(world().as(system), { id: 'adm_ada', sessionEpoch: 1 }))).toBe('went well');
    expect(codeOf(await change(currentPassword, 'short'))).toBe('invalid-input');
    expect(await world().audit()).toEqual([]);
  });

  it('stops guessing from an open session, for this administrator alone, until the window is over', async () => {
    for (let count = 0; count < 10; count += 1)
      expect(codeOf(await change(`guess ${count}`))).toBe('wrong-credentials');
    expect(codeOf(await change())).toBe('too-many-attempts');
    const other = await changePassword(world().as(grace), { currentPassword: 'guess', newPassword });
    expect(codeOf(other)).toBe('wrong-credentials');
    // Nor does guessing here keep the administrator from signing in.
    expect(codeOf(await signIn(currentPassword))).toBe('went well');
    world().clock.now += 16 * 60_000;
    expect(codeOf(await change())).toBe('went well');
  });

  it('does not let many guesses at once slip through', async () => {
    const codes = (await Promise.all(Array.from({ length: 20 }, (_, count) => change(`guess ${count}`)))).map(codeOf);
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(10);
  });

  it('of two changes at once lets one through', async () => {
    const codes = (await Promise.all([change(), change(currentPassword, 'a third horse altogether')])).map(codeOf);
    expect(codes.toSorted()).toEqual(['went well', 'wrong-credentials']);
  });
});
