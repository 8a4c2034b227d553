import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { administrators } from '#lib/db/schema.ts';
import { createFirstAdministrator } from '#lib/services/administrators/create-first-administrator.ts';
import { signInAdministrator } from '#lib/services/administrators/sign-in-administrator.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import {
  aConnection,
  aServerCertificate,
  enrolmentBody,
  sealedTo,
  tokenOf,
  workingSettings,
} from '#lib/services/fleet.test-support.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { ada, prepareWorld, stranger, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import { readVerbs, servicesFolder } from '#lib/services/verbs.test-support.ts';

const world = prepareWorld();

describe('verbs', () => {
  const all = readVerbs();

  it('are seen by this test', () => {
    const names = all.map(({ name }) => name);
    for (const name of ['saveDraft', 'publishSettings', 'enrolConnector', 'recordAnswers', 'listConnections']) {
      expect(names).toContain(name);
    }
    for (const name of ['beginSignIn', 'takeReturn', 'signInWithPassword', 'recordAssertion', 'listSignIns']) {
      expect(names).toContain(name);
    }
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  it.each(all)('$name asks first who is there', ({ name, body }) => {
    // Anybody may ask whether a set-up link or an invitation is open: the token is the permission.
    if (name === 'checkSetupToken' || name === 'checkInvitation') return;
    const first = body.slice(body.indexOf('{\n') + 2).trimStart();
    expect(first).toMatch(
      /^(const allowed = require(Viewer|Operator|Owner|Anonymous|System)\(ctx\);\n {2}if \(!allowed\.ok\) return allowed;|requireSystemOrThrow\(ctx\);)/,
    );
  });

  it.each(all.filter(({ body }) => body.includes('inTransaction')))('$name writes to the audit', ({ body, file }) => {
    const text = readFileSync(join(servicesFolder, file), 'utf8');
    expect(/recordAudit\(tx|replaceDraft\(tx/.test(body) || text.includes('recordAudit(tx')).toBe(true);
  });
});

describe('the database', () => {
  it('holds no token, no password and no private key', async () => {
    await world().database.db.delete(administrators);
    const link = valueFrom(await issueSetupLink(world().as(system)))?.url ?? '';
    const setupToken = link.split('/setup/')[1] ?? '';
    const password = 'a password nobody stores';
    const person = { setupToken, name: 'Ada', email: 'ada@example.com', password };
    valueFrom(await createFirstAdministrator(world().as(stranger), person));
    await signInAdministrator(world().as(stranger), {
      email: 'ada@example.com',
      password: 'a wrong guess nobody stores',
    });
    valueFrom(await signInAdministrator(world().as(stranger), { email: 'ada@example.com', password }));
    const secondLink = await issueSetupLink(world().as(system));
    expect(valueFrom(secondLink)).toBeNull();

    const connectionId = await aConnection(world());
    const ticket = tokenOf(valueFrom(await createTicket(world().as(ada), { connectionId })).url);
    const openTicket = tokenOf(valueFrom(await createTicket(world().as(ada), { connectionId })).url);
    const body = await enrolmentBody();
    const { connectorId } = valueFrom(await enrolConnector(world().as(stranger), ticket, body));
    const server = await aServerCertificate();
    const settings = await workingSettings(server);
    const sealingCertificate = Uint8Array.from(Buffer.from(body.sealingCertificate, 'base64'));
    const sealedKeys = await sealedTo(server, [{ id: connectorId, sealingCertificate }]);
    valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys }));
    valueFrom(await publishSettings(world().as(ada), { connectionId, draftVersion: 1, comment: '' }));

    const everything = await dump();
    // The dump sees what is there to see.
    for (const stored of [body.identityKey, sealedKeys[0]?.envelope ?? '', 'ada@example.com']) {
      expect(everything).toContain(stored);
    }
    const key = Buffer.from(server.key.pkcs8);
    const secrets = [setupToken, password, 'a wrong guess nobody stores', ticket, openTicket];
    // The scalar of a P-256 key stands 36 bytes into its PKCS#8.
    for (const bytes of [key, key.subarray(36, 68)]) secrets.push(bytes.toString('base64'), bytes.toString('hex'));
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect(everything).not.toContain(secret);
    }
  });
});

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const { pool } = world().database;
  const { rows: tables } = await pool.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public'`,
  );
  const texts: string[] = [];
  for (const { tablename } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from "${tablename}" t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
