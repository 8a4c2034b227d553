import { describe, expect, it } from 'vitest';
import { administrators, signInAttempts } from '#lib/db/schema.ts';
import { readAdministrator } from '#lib/services/administrators/read-administrator.ts';
import { signInAdministrator } from '#lib/services/administrators/sign-in-administrator.ts';
import { signOutEverywhere } from '#lib/services/administrators/sign-out-everywhere.ts';
import type { Actor } from '#lib/services/context.ts';
import { hashPassword, isPasswordOf } from '#lib/services/hash-password.ts';
import {
  ada,
  codeOf,
  fillRandom,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const password = 'correct horse battery';
const hash = await hashPassword(password, fillRandom);

async function withPassword(): Promise<void> {
  await world().database.db.delete(administrators);
  await world().database.db.insert(administrators).values({
    id: 'adm_ada',
    name: 'Ada',
    email: 'ada@example.com',
    passwordHash: hash,
    role: 'owner',
    createdAt: noon,
  });
}

const from = (address: string): Actor => ({ kind: 'anonymous', address });

function signIn(email: string, typed: string, actor: Actor = stranger) {
  return signInAdministrator(world().as(actor), { email, password: typed });
}

describe('hashPassword', () => {
  it('is Argon2id with OWASP’s parameters and a salt of its own each time', async () => {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hashPassword(password, fillRandom)).not.toBe(hash);
    expect(await isPasswordOf(password, hash)).toBe(true);
    expect(await isPasswordOf(`${password} `, hash)).toBe(false);
    expect(await isPasswordOf(password, undefined)).toBe(false);
    expect(await isPasswordOf('', 'none')).toBe(false);
  });

  it('takes a password for the same however its accents are composed', async () => {
    expect(await isPasswordOf('cre\u0300me bru\u0302le\u0301e', await hashPassword('crème brûlée', fillRandom))).toBe(
      true,
    );
  });
});

describe('signInAdministrator', () => {
  it('takes the right password, whatever next-auth adds to the form, and writes it down', async () => {
    await withPassword();
    const form = { email: ' ADA@example.com', password, csrfToken: 'x', callbackUrl: '/' };
    const signedIn = valueFrom(await signInAdministrator(world().as(stranger), form));
    expect(signedIn).toEqual({ id: 'adm_ada', name: 'Ada', email: 'ada@example.com', role: 'owner', sessionEpoch: 1 });
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'signInAdministrator', subject: 'adm_ada' });
  });

  it('gives one answer for a wrong password and for an unknown address', async () => {
    await withPassword();
    const [wrong, unknown] = [await signIn('ada@example.com', 'wrong'), await signIn('eve@example.com', password)];
    expect(codeOf(wrong)).toBe('wrong-credentials');
    expect(unknown).toEqual(wrong);
    expect(await world().audit()).toEqual([]);
  });

  it('stops guessing at one e-mail address from many places, until the window is over', async () => {
    await withPassword();
    for (let count = 0; count < 10; count += 1) {
      expect(codeOf(await signIn('ada@example.com', 'wrong', from(`198.51.100.${count}`)))).toBe('wrong-credentials');
    }
    expect(codeOf(await signIn('ada@example.com', password, from('198.51.100.99')))).toBe('too-many-attempts');
    world().clock.now += 16 * 60_000;
    expect(codeOf(await signIn('ada@example.com', password))).toBe('went well');
  });

  it('stops guessing from one place at many e-mail addresses; an IPv6 place is its /64', async () => {
    await withPassword();
    const place = (count: number) => from(`2001:db8:1:2::${count.toString(16)}`);
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_, count) => signIn(`user${count}@example.com`, 'wrong', place(count))),
    );
    expect(guesses.map(codeOf).filter((code) => code === 'wrong-credentials')).toHaveLength(50);
    expect(codeOf(await signIn('ada@example.com', password, place(7)))).toBe('too-many-attempts');
    expect(codeOf(await signIn('ada@example.com', password, from('2001:db8:1:3::1')))).toBe('went well');
  });

  it('lets nobody lock others out from a place that has to wait itself', async () => {
    await withPassword();
    for (let count = 0; count < 50; count += 1) await signIn(`user${count}@example.com`, 'wrong');
    for (let count = 0; count < 11; count += 1)
      expect(codeOf(await signIn('ada@example.com', 'wrong'))).toBe('too-many-attempts');
    expect(codeOf(await signIn('ada@example.com', password, from('192.0.2.1')))).toBe('went well');
  });

  it('does not let many guesses at once slip through', async () => {
    await withPassword();
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, count) =>
        signIn('ada@example.com', `guess ${count}`, from(`198.51.100.${count}`)),
      ),
    );
    expect(guesses.map(codeOf).filter((code) => code === 'wrong-credentials')).toHaveLength(10);
  });

  it('forgets failures after a success, and counts that are over', async () => {
    await withPassword();
    for (let count = 0; count < 9; count += 1) await signIn('ada@example.com', 'wrong');
    expect(codeOf(await signIn('ada@example.com', password))).toBe('went well');
    expect(codeOf(await signIn('ada@example.com', 'wrong'))).toBe('wrong-credentials');
    world().clock.now += 16 * 60_000;
    await signIn('other@example.com', 'wrong', from('192.0.2.1'));
    const rows = await world().database.db.select().from(signInAttempts);
    expect(rows.map(({ key }) => key).toSorted()).toEqual(['address 192.0.2.1/32', 'email other@example.com']);
  });

  it('refuses whoever is signed in', async () => {
    expect(codeOf(await signIn('ada@example.com', password, ada))).toBe('not-allowed');
  });
});

describe('signOutEverywhere', () => {
  it('ends sessions of the former epoch, and writes it down', async () => {
    const read = (sessionEpoch: number) => readAdministrator(world().as(system), { id: 'adm_ada', sessionEpoch });
    expect(valueFrom(await read(1))).toEqual({ id: 'adm_ada', name: 'Ada', email: 'ada@example.com', role: 'owner' });
    valueFrom(await signOutEverywhere(world().as(ada)));
    expect(codeOf(await read(1))).toBe('not-signed-in');
    expect(codeOf(await read(2))).toBe('went well');
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'signOutEverywhere', subject: 'adm_ada' });
  });

  it('refuses strangers; only the process itself reads sessions', async () => {
    expect(codeOf(await signOutEverywhere(world().as(stranger)))).toBe('not-signed-in');
    expect(codeOf(await readAdministrator(world().as(ada), { id: 'adm_ada', sessionEpoch: 1 }))).toBe('not-allowed');
  });
});
