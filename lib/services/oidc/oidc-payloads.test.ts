import { describe, expect, it } from 'vitest';
import { consumeOidcPayload } from '#lib/services/oidc/consume-oidc-payload.ts';
import { findOidcPayload, findOidcPayloadByUid } from '#lib/services/oidc/find-oidc-payload.ts';
import {
  removeExpiredOidcPayloads,
  removeOidcGrant,
  removeOidcPayload,
} from '#lib/services/oidc/remove-oidc-payload.ts';
import { saveOidcPayload } from '#lib/services/oidc/save-oidc-payload.ts';
import { ada, noon, prepareWorld, system } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const ctx = () => world().as(system);
const code = { model: 'AuthorizationCode', id: 'a code that is a secret' };

describe('payloads', () => {
  it('are found by id and model, and written over', async () => {
    await saveOidcPayload(ctx(), { ...code, payload: { n: 1 } });
    await saveOidcPayload(ctx(), { ...code, payload: { n: 2 } });
    expect(await findOidcPayload(ctx(), code)).toEqual({ payload: { n: 2 }, consumedAt: null });
    expect(await findOidcPayload(ctx(), { ...code, model: 'AccessToken' })).toBeUndefined();
    expect(await findOidcPayload(ctx(), { ...code, id: 'another' })).toBeUndefined();
  });

  it('are found by a session’s uid', async () => {
    const session = { model: 'Session', id: 'cookie', uid: 'uid of the session', payload: { n: 1 } };
    await saveOidcPayload(ctx(), session);
    expect((await findOidcPayloadByUid(ctx(), session))?.payload).toEqual({ n: 1 });
    expect(await findOidcPayloadByUid(ctx(), { ...session, uid: 'other' })).toBeUndefined();
  });

  it('stand in rows that name no id, uid or grant', async () => {
    await saveOidcPayload(ctx(), { ...code, uid: 'the uid', grantId: 'the grant', payload: {} });
    const { rows } = await world().database.pool.query<{ text: string }>('select t::text as text from oidc_payloads t');
    expect(rows).toHaveLength(1);
    for (const secret of [code.id, 'the uid', 'the grant']) expect(rows[0]?.text).not.toContain(secret);
  });

  it('are consumed by one of many', async () => {
    await saveOidcPayload(ctx(), { ...code, payload: {} });
    const taken = await Promise.all(Array.from({ length: 10 }, () => consumeOidcPayload(ctx(), code)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await findOidcPayload(ctx(), code))?.consumedAt).toBe(noon);
    expect(await consumeOidcPayload(ctx(), { ...code, id: 'never saved' })).toBe(false);
  });

  it('are removed alone, with their grant, and when they have run out', async () => {
    const save = (id: string, more: { grantId?: string; expiresAt?: number } = {}) =>
      saveOidcPayload(ctx(), { model: 'AccessToken', id, payload: {}, ...more });
    const left = async () => {
      const ids = ['alone', 'one', 'two', 'other', 'over', 'open', 'lasting'];
      const all = await Promise.all(ids.map((id) => findOidcPayload(ctx(), { model: 'AccessToken', id })));
      return ids.filter((_, index) => all[index] !== undefined);
    };
    await save('alone');
    await save('one', { grantId: 'grant' });
    await save('two', { grantId: 'grant' });
    await save('other', { grantId: 'another' });
    await save('over', { expiresAt: noon - 1 });
    await save('open', { expiresAt: noon });
    await save('lasting');
    await removeOidcPayload(ctx(), { model: 'AccessToken', id: 'alone' });
    await removeOidcGrant(ctx(), { model: 'AccessToken', grantId: 'grant' });
    expect(await left()).toEqual(['other', 'over', 'open', 'lasting']);
    expect(await removeExpiredOidcPayloads(ctx())).toBe(1);
    expect(await left()).toEqual(['other', 'open', 'lasting']);
  });

  it('are the process’s own', async () => {
    await expect(findOidcPayload(world().as(ada), code)).rejects.toThrow();
    await expect(saveOidcPayload(world().as(ada), { ...code, payload: {} })).rejects.toThrow();
    await expect(consumeOidcPayload(world().as(ada), code)).rejects.toThrow();
    await expect(removeExpiredOidcPayloads(world().as(ada))).rejects.toThrow();
  });
});
