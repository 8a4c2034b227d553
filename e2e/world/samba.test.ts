import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRunSamba, type Samba, startSamba } from '#e2e/world/samba.ts';
import type { SambaPerson } from '#e2e/world/samba-people.ts';

describe.skipIf(!canRunSamba)('a domain controller of the test world', () => {
  let samba: Samba;
  beforeAll(async () => {
    samba = await startSamba();
  });
  afterAll(() => samba.remove());

  /** What a bind as the person gives: `welcome`, or the data of Active Directory's error. */
  async function bind(name: string, password: string, at: Samba = samba): Promise<string> {
    const client = new Client({ url: at.url, tlsOptions: { ca: at.caPem }, strictDN: false });
    try {
      await client.bind(name, password);
      return 'welcome';
    } catch (cause) {
      return /data ([0-9a-f]+)/.exec(String(cause))?.[1] ?? String(cause);
    } finally {
      await client.unbind();
    }
  }

  test('every state of an account shows at its bind', async () => {
    const states = {
      well: {},
      disabled: { isDisabled: true },
      changing: { mustChangePassword: true },
      aged: { isPasswordExpired: true },
      expired: { isExpired: true },
      locked: { isLocked: true },
      night: { isOutsideLogonHours: true },
      elsewhere: { workstations: 'OTHER' },
    };
    const results: Record<string, string> = {};
    for (const [name, state] of Object.entries(states)) {
      const person = await samba.addPerson({ name, ...state });
      results[name] = await bind(person.dn, person.password);
    }
    expect(results).toEqual({
      well: 'welcome',
      disabled: '533',
      changing: '773',
      aged: '532',
      expired: '701',
      locked: '775',
      night: '530',
      elsewhere: '531',
    });
    expect(await bind('well@ad.example.test', 'wrong')).toBe('52e');
  });

  test('groups nest, and a person has their identifiers', async () => {
    const all = await samba.addGroup({ name: 'Everybody here' });
    const engineers = await samba.addGroup({ name: 'Engineers', memberOf: [all] });
    const person: SambaPerson = await samba.addPerson({
      name: 'grace',
      mail: 'grace@example.test',
      groups: [engineers],
    });
    expect(person.guid).toMatch(/^[0-9a-f]{32}$/);
    expect(person.sid).toMatch(/^S-1-5-21-\d+-\d+-\d+-\d+$/);
    const client = new Client({ url: samba.url, tlsOptions: { ca: samba.caPem } });
    await client.bind(samba.administrator.dn, samba.administrator.password);
    const found = await client.search(`CN=Users,${samba.baseDn}`, {
      filter: `(member:1.2.840.113556.1.4.1941:=${person.dn})`,
      attributes: ['cn'],
    });
    await client.unbind();
    expect(found.searchEntries.map((entry) => entry['cn']).sort()).toEqual(['Engineers', 'Everybody here']);
  });

  test('tickets, and a keytab of the service', async () => {
    const person = await samba.addPerson({ name: 'henry' });
    expect(await samba.ticketsOf(person)).toMatch(/^FILE:.*henry$/);
    await expect(samba.ticketsOf({ ...person, password: 'wrong' })).rejects.toThrow('kinit');
    const keytab = join('/tmp', `gatehouse-samba-test-${process.pid}.keytab`);
    await samba.exportKeytab('HTTP/localhost', keytab);
    rmSync(keytab);
  });

  test('two run beside each other, and one comes back after it was killed', async () => {
    const other = await startSamba();
    try {
      const person = await other.addPerson({ name: 'ida' });
      expect(await bind(person.upn, person.password)).toBe('52e');
      await other.kill();
      expect(await bind(person.upn, person.password, other)).toContain('ECONNREFUSED');
      await other.restart();
      expect(await bind(person.upn, person.password, other)).toBe('welcome');
    } finally {
      await other.remove();
    }
  });
});
