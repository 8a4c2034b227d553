import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { CreateApplication } from '#lib/contracts/application.ts';
import { applications } from '#lib/db/schema.ts';
import { changeApplication } from '#lib/services/application/change-application.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import { deleteApplication } from '#lib/services/application/delete-application.ts';
import { findApplication } from '#lib/services/application/find-application.ts';
import { listApplications } from '#lib/services/application/list-applications.ts';
import { recordApplicationUse } from '#lib/services/application/record-application-use.ts';
import { renewApplicationSecret } from '#lib/services/application/renew-application-secret.ts';
import { deleteConnection } from '#lib/services/delete-connection.ts';
import { aConnection } from '#lib/services/fleet.test-support.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

const facts: Omit<CreateApplication, 'connectionId'> = {
  name: 'Timesheets',
  kind: 'confidential',
  redirectUris: ['https://times.fabrikam.example/callback'],
  postLogoutRedirectUris: ['https://times.fabrikam.example/'],
};

async function anApplication(more: Partial<CreateApplication> = {}) {
  const connectionId = more.connectionId ?? (await aConnection(world()));
  const created = valueFrom(await createApplication(world().as(ada), { ...facts, connectionId, ...more }));
  return { ...created, connectionId };
}

const found = (id: string) => findApplication(world().as(system), id);

describe('createApplication', () => {
  it('tells a secret of 256 bits once, keeps its hash, and writes the rest down', async () => {
    const { id, secret, connectionId } = await anApplication();
    expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(32);
    expect(await found(id)).toEqual({ id, connectionId, ...facts, secretHash: await hashToken(secret ?? '') });
    const [row] = (await world().audit()).slice(-1);
    expect(row).toMatchObject({ verb: 'createApplication', subject: id, after: { connectionId, ...facts } });
    expect(JSON.stringify(await world().audit())).not.toContain(await hashToken(secret ?? ''));
    expect(world().events).toContainEqual({ t: 'applications-changed' });
  });

  it('gives a public application no secret', async () => {
    const { id, secret } = await anApplication({ kind: 'public' });
    expect(secret).toBeNull();
    expect((await found(id))?.secretHash).toBeNull();
  });

  it.each([
    ['redirectUris.0', { redirectUris: ['http://times.fabrikam.example/callback'] }],
    ['redirectUris.0', { redirectUris: ['https://*.fabrikam.example/callback'] }],
    ['redirectUris', { redirectUris: [] }],
    ['redirectUris', { redirectUris: ['com.example.app:/callback'] }],
    ['redirectUris', { kind: 'public', redirectUris: ['com.example.app:/x', 'https://localhost/callback'] }],
    ['postLogoutRedirectUris', { postLogoutRedirectUris: ['com.example.app:/out'] }],
    ['name', { name: ' ' }],
  ] as const)('says at %s what does not go', async (field, more) => {
    const connectionId = await aConnection(world());
    const refused = await createApplication(world().as(ada), { ...facts, connectionId, ...more });
    expect(codeOf(refused)).toBe('invalid-input');
    expect(refused.ok ? {} : refused.problem.fields).toHaveProperty([field]);
    expect(valueFrom(await listApplications(world().as(ada))).applications).toEqual([]);
  });

  it('refuses a connection that is not there, and strangers', async () => {
    const input = { ...facts, connectionId: 'con_none' };
    expect(codeOf(await createApplication(world().as(ada), input))).toBe('not-found');
    expect(codeOf(await createApplication(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await createApplication(world().as(system), input))).toBe('not-allowed');
    expect(await world().audit()).toEqual([]);
  });
});

describe('changeApplication', () => {
  it('changes what may change, and writes down what was', async () => {
    const { id } = await anApplication();
    const after = { name: 'Hours', redirectUris: ['https://hours.fabrikam.example/'], postLogoutRedirectUris: [] };
    valueFrom(await changeApplication(world().as(ada), { applicationId: id, ...after }));
    expect(await found(id)).toMatchObject({ ...after, kind: 'confidential' });
    const { kind: _, ...before } = facts;
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'changeApplication', before, after });
  });

  it('refuses another kind or connection, URIs that do not go with the kind, and strangers', async () => {
    const { id } = await anApplication();
    const { kind, ...input } = { ...facts, applicationId: id };
    expect(codeOf(await changeApplication(world().as(ada), { ...input, kind }))).toBe('invalid-input');
    const ownScheme = { ...input, redirectUris: ['com.example.app:/callback'] };
    expect(codeOf(await changeApplication(world().as(ada), ownScheme))).toBe('invalid-input');
    expect(codeOf(await changeApplication(world().as(ada), { ...input, applicationId: 'app_none' }))).toBe('not-found');
    expect(codeOf(await changeApplication(world().as(stranger), input))).toBe('not-signed-in');
    expect(await found(id)).toMatchObject(facts);
  });
});

describe('renewApplicationSecret', () => {
  it('makes another secret, and the former counts no more', async () => {
    const { id, secret } = await anApplication();
    world().clock.now += 1000;
    const renewed = valueFrom(await renewApplicationSecret(world().as(ada), { applicationId: id }));
    expect(renewed.secret).not.toBe(secret);
    expect((await found(id))?.secretHash).toBe(await hashToken(renewed.secret ?? ''));
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'renewApplicationSecret',
      before: { secretRenewedAt: noon },
      after: { secretRenewedAt: noon + 1000 },
    });
  });

  it('refuses public applications and strangers', async () => {
    const { id } = await anApplication({ kind: 'public' });
    const input = { applicationId: id };
    expect(codeOf(await renewApplicationSecret(world().as(ada), input))).toBe('not-allowed');
    expect(codeOf(await renewApplicationSecret(world().as(stranger), input))).toBe('not-signed-in');
    expect((await found(id))?.secretHash).toBeNull();
  });
});

describe('deleteApplication', () => {
  it('needs its name typed; the audit keeps what it was', async () => {
    const { id, connectionId } = await anApplication();
    const asked = { applicationId: id, name: 'Timesheets' };
    const wrong = await deleteApplication(world().as(ada), { ...asked, name: 'timesheets' });
    expect(wrong.ok ? {} : wrong.problem.fields).toHaveProperty('name');
    expect(codeOf(await deleteApplication(world().as(stranger), asked))).toBe('not-signed-in');
    expect(await found(id)).toBeDefined();
    valueFrom(await deleteApplication(world().as(ada), asked));
    expect(await found(id)).toBeUndefined();
    const before = { ...facts, connectionId };
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'deleteApplication', subject: id, before });
    expect(codeOf(await deleteApplication(world().as(ada), asked))).toBe('not-found');
  });

  it('happens to all of a connection that is deleted', async () => {
    const { id, connectionId } = await anApplication();
    valueFrom(await deleteConnection(world().as(ada), { connectionId, name: 'Fabrikam HQ' }));
    expect(await found(id)).toBeUndefined();
  });
});

describe('listApplications', () => {
  it('shows them by name with their connection and the issuer, and no hash', async () => {
    const { id, connectionId } = await anApplication({ name: 'wiki' });
    await anApplication({ name: 'Accounts', connectionId, kind: 'public' });
    const view = valueFrom(await listApplications(world().as(ada)));
    expect(view.issuer).toBe('https://gatehouse.example.com/oidc');
    expect(view.applications.map(({ name }) => name)).toEqual(['Accounts', 'wiki']);
    expect(view.applications[1]).toEqual({
      ...facts,
      id,
      name: 'wiki',
      connectionId,
      connectionName: 'Fabrikam HQ',
      createdAt: noon,
      secretRenewedAt: noon,
      lastUsedAt: null,
    });
    expect(codeOf(await listApplications(world().as(stranger)))).toBe('not-signed-in');
  });
});

describe('findApplication', () => {
  it('finds nothing by what is no id, and is the process’s own', async () => {
    for (const id of ['', '\0', "app_' or 1=1", 'x'.repeat(500)]) expect(await found(id)).toBeUndefined();
    await expect(findApplication(world().as(ada), 'app_1')).rejects.toThrow();
  });
});

describe('recordApplicationUse', () => {
  it('remembers the use to the minute', async () => {
    const { id } = await anApplication();
    const { db } = world().database;
    const used = async () => (await db.select().from(applications).where(eq(applications.id, id)))[0]?.lastUsedAt;
    for (const [later, expected] of [
      [0, noon],
      [59_000, noon],
      [61_000, noon + 61_000],
    ] as const) {
      world().clock.now = noon + later;
      await recordApplicationUse(world().as(system), id);
      expect(await used()).toBe(expected);
    }
    await expect(recordApplicationUse(world().as(ada), id)).rejects.toThrow();
  });
});
