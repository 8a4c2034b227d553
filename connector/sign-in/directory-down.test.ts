import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { mintClient } from '#connector/test-world/test-certificates.ts';
import { canRunSlapd, type Slapd, slapdGroupDn, slapdPersonDn, startSlapd } from '#e2e/world/slapd.ts';

describe.skipIf(!canRunSlapd)('with a real directory', () => {
  let slapd: Slapd;
  let world: SignInWorld;

  beforeAll(async () => {
    slapd = await startSlapd({
      people: [{ uid: 'alice' }, { uid: 'locked', isLocked: true }],
      groups: [
        { name: 'team', members: [slapdPersonDn('alice')] },
        { name: 'staff', members: [slapdGroupDn('team')] },
      ],
    });
    // Nothing answers when the connector starts.
    await slapd.kill();
    world = await startSignInWorld({
      config: {
        directory: {
          kind: 'ldap',
          urls: [slapd.url],
          base: slapd.base,
          bindUser: slapd.service.dn,
          bindPassword: slapd.service.password,
          ca: [slapd.caPath],
        },
      },
      settings: { mapping: [{ source: 'subject-cn', attribute: 'uid' }] },
    });
  });
  afterAll(async () => {
    await world.close();
    await slapd.remove();
  });

  test('a directory that is down ends nothing: each sign-in says why, and goes on once it is back', async () => {
    const { hub } = world;
    const alice = await mintClient('alice', world.root);
    const ask = async (id: string) => {
      await hub.ask({ userName: 'alice', password: 'password of alice' }, { id });
      return (await hub.open((await hub.said.next()).signed)).outcome;
    };
    const down = { result: 'unavailable', reason: 'directory-unreachable' };
    expect((await world.signIn({ own: alice })).result.outcome).toMatchObject(down);
    expect(await ask('qst_1')).toMatchObject(down);

    await slapd.restart();
    await hub.states.next(({ directory }) => directory.state === 'answering');
    const accepted = { result: 'accepted', person: { userName: 'alice', groups: ['staff', 'team'] } };
    expect((await world.signIn({ own: alice })).result.outcome).toMatchObject(accepted);
    expect(await ask('qst_2')).toMatchObject(accepted);

    await slapd.kill();
    expect((await world.signIn({ own: alice })).result.outcome).toMatchObject(down);
    await hub.states.next(({ directory }) => directory.state === 'failing');
    await slapd.restart();
    await hub.states.next(({ directory }) => directory.state === 'answering');
    expect((await world.signIn({ own: alice })).result.outcome).toMatchObject(accepted);
  }, 90_000);

  test('a locked account stays out by certificate too', async () => {
    const { result } = await world.signIn({ own: await mintClient('locked', world.root) });
    expect(result.outcome).toMatchObject({ result: 'refused', reason: 'account-locked' });
  });
});
