import { describe, expect, it } from 'vitest';
import { administrators, invitations } from '#lib/db/schema.ts';
import { acceptInvitation } from '#lib/services/administrators/accept-invitation.ts';
import { checkInvitation } from '#lib/services/administrators/check-invitation.ts';
import { inviteAdministrator } from '#lib/services/administrators/invite-administrator.ts';
import { listAdministrators } from '#lib/services/administrators/list-administrators.ts';
import { signInAdministrator } from '#lib/services/administrators/sign-in-administrator.ts';
import { withdrawInvitation } from '#lib/services/administrators/withdraw-invitation.ts';
import {
  ada,
  codeOf,
  grace,
  noon,
  olive,
  prepareWorld,
  stranger,
  valueFrom,
  victor,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const weekMs = 7 * 86_400_000;
const password = 'three lamps at the quay';

const invite = (email = 'olive@example.com', role = 'operator', actor = ada) =>
  inviteAdministrator(world().as(actor), { email, role });
const tokenOf = ({ url }: { url: string }) => new URL(url).pathname.split('/').at(-1) ?? '';
const accept = (invitationToken: string, name = 'Olive', actor = stranger) =>
  acceptInvitation(world().as(actor), { invitationToken, name, password });

describe('inviteAdministrator', () => {
  it('answers with a link, keeps the hash of its token, and writes it down without the token', async () => {
    const invited = valueFrom(await invite(' Olive@Example.com '));
    expect(invited).toMatchObject({ email: 'olive@example.com', role: 'operator', expiresAt: noon + weekMs });
    expect(invited.url).toMatch(/^https:\/\/gatehouse\.example\.com\/invitation\/[\w-]{43}$/);
    const [row] = await world().database.db.select().from(invitations);
    expect(row?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    const written = (await world().audit()).at(-1);
    expect(written).toMatchObject({
      verb: 'inviteAdministrator',
      actor: ada,
      subject: invited.id,
      after: { email: 'olive@example.com', role: 'operator', expiresAt: noon + weekMs },
    });
    expect(JSON.stringify([row, written, world().events, world().logged])).not.toContain(tokenOf(invited));
    expect(world().events).toContainEqual({ t: 'administrators-changed' });
  });

  it('refuses an e-mail address that is an administrator’s, and says which role they have', async () => {
    const refused = await invite('GRACE@example.com', 'viewer');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'already-exists' } });
    expect(!refused.ok && refused.problem.fields?.['email']).toContain('owner');
    expect(await world().audit()).toEqual([]);
  });

  it('closes the former invitation for the address', async () => {
    const first = tokenOf(valueFrom(await invite()));
    const second = tokenOf(valueFrom(await invite('olive@example.com', 'viewer', grace)));
    expect(codeOf(await checkInvitation(world().as(stranger), first))).toBe('invitation-unknown');
    expect(valueFrom(await checkInvitation(world().as(stranger), second))).toEqual({
      email: 'olive@example.com',
      role: 'viewer',
      createdBy: 'grace@example.com',
    });
  });

  it('is for owners, of a role that there is', async () => {
    expect(codeOf(await invite('x@example.com', 'viewer', olive))).toBe('not-allowed');
    expect(codeOf(await invite('x@example.com', 'viewer', victor))).toBe('not-allowed');
    expect(codeOf(await invite('x@example.com', 'emperor'))).toBe('invalid-input');
    expect(codeOf(await invite('not an address'))).toBe('invalid-input');
  });
});

describe('acceptInvitation', () => {
  it('makes an administrator with the invited role, who can sign in, and is written down without password', async () => {
    const token = tokenOf(valueFrom(await invite()));
    const made = valueFrom(await accept(token));
    expect(made).toMatchObject({ name: 'Olive', email: 'olive@example.com', role: 'operator' });
    const signedIn = await signInAdministrator(world().as(stranger), { email: 'olive@example.com', password });
    expect(valueFrom(signedIn)).toMatchObject({ id: made.id, role: 'operator', sessionEpoch: 1 });
    const written = (await world().audit()).find(({ verb }) => verb === 'acceptInvitation');
    expect(written).toMatchObject({ subject: made.id, after: { role: 'operator', invitedBy: 'ada@example.com' } });
    expect(JSON.stringify([written, world().logged])).not.toMatch(new RegExp(`argon2|${password}|${token}`));
  });

  it('works once, of several at once for exactly one', async () => {
    const token = tokenOf(valueFrom(await invite()));
    const codes = (await Promise.all(['Olive', 'Eve', 'Mallory'].map((name) => accept(token, name)))).map(codeOf);
    expect(codes.toSorted()).toEqual(['invitation-unknown', 'invitation-unknown', 'went well']);
    expect(codeOf(await checkInvitation(world().as(stranger), token))).toBe('invitation-unknown');
    expect(await world().database.db.select().from(administrators)).toHaveLength(3);
  });

  it('works for a week, and then for nobody', async () => {
    const token = tokenOf(valueFrom(await invite()));
    world().clock.now = noon + weekMs - 1;
    expect(codeOf(await checkInvitation(world().as(stranger), token))).toBe('went well');
    world().clock.now += 1;
    expect(codeOf(await checkInvitation(world().as(stranger), token))).toBe('invitation-unknown');
    expect(codeOf(await accept(token))).toBe('invitation-unknown');
    expect(valueFrom(await listAdministrators(world().as(ada))).invitations).toEqual([]);
    expect(codeOf(await invite())).toBe('went well');
  });

  it('holds the password to the rule for new ones, and keeps the invitation open meanwhile', async () => {
    const invitationToken = tokenOf(valueFrom(await invite()));
    const short = await acceptInvitation(world().as(stranger), { invitationToken, name: 'Olive', password: 'short' });
    expect(codeOf(short)).toBe('invalid-input');
    expect(codeOf(await accept(invitationToken))).toBe('went well');
  });

  it('refuses whoever is signed in already, and tokens that were never given', async () => {
    expect(codeOf(await accept(tokenOf(valueFrom(await invite())), 'Ada', ada))).toBe('not-allowed');
    expect(codeOf(await accept('A'.repeat(43)))).toBe('invitation-unknown');
  });
});

describe('withdrawInvitation', () => {
  it('closes it, and writes down whose it was', async () => {
    const invited = valueFrom(await invite());
    valueFrom(await withdrawInvitation(world().as(grace), { invitationId: invited.id }));
    expect(codeOf(await accept(tokenOf(invited)))).toBe('invitation-unknown');
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'withdrawInvitation',
      subject: invited.id,
      before: { email: 'olive@example.com', role: 'operator' },
    });
    expect(codeOf(await withdrawInvitation(world().as(ada), { invitationId: invited.id }))).toBe('not-found');
  });
});

describe('listAdministrators', () => {
  it('tells everybody signed in who may do what, and which invitations are open', async () => {
    const invited = valueFrom(await invite());
    const seen = valueFrom(await listAdministrators(world().as(victor)));
    const owner = { role: 'owner', createdAt: noon, lastSignInAt: null };
    expect(seen.administrators).toEqual([
      { id: 'adm_ada', name: 'Ada', email: 'ada@example.com', ...owner },
      { id: 'adm_grace', name: 'Grace', email: 'grace@example.com', ...owner },
    ]);
    expect(seen.invitations).toEqual([
      {
        id: invited.id,
        email: 'olive@example.com',
        role: 'operator',
        createdAt: noon,
        createdBy: 'ada@example.com',
        expiresAt: noon + weekMs,
      },
    ]);
  });

  it('knows when somebody signed in last', async () => {
    valueFrom(await accept(tokenOf(valueFrom(await invite()))));
    world().clock.now += 60_000;
    valueFrom(await signInAdministrator(world().as(stranger), { email: 'olive@example.com', password }));
    const seen = valueFrom(await listAdministrators(world().as(ada)));
    const last = Object.fromEntries(seen.administrators.map(({ email, lastSignInAt }) => [email, lastSignInAt]));
    expect(last).toMatchObject({ 'olive@example.com': noon + 60_000, 'ada@example.com': null });
  });
});
