import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { writeKrb5Config } from '#e2e/world/kdc-config.ts';
import { takeTicket } from '#e2e/world/kdc-tickets.ts';
import { startPart } from '#e2e/world/part.ts';
import { freeLoopback, listening } from '#e2e/world/ports.ts';
import { administratorPassword, baseDn, netbiosDomain, provisionedDomain, realm } from '#e2e/world/samba-base.ts';
import { sambaConfig } from '#e2e/world/samba-config.ts';
import {
  addGroup,
  addPerson,
  type SambaAdministrator,
  type SambaPerson,
  type SambaPersonOptions,
  setAttribute,
} from '#e2e/world/samba-people.ts';
import { writeServerTls } from '#e2e/world/samba-tls.ts';

const run = promisify(execFile);
const ldapPort = 389;
const ldapsPort = 636;
const kerberosPort = 88;

/** Samba writes extended attributes and takes ports below 1024. */
export const canRunSamba =
  process.getuid?.() === 0 && existsSync('/usr/sbin/samba') && existsSync('/usr/share/samba/setup');

/** A domain controller of Active Directory's kind, alone on an address of this machine. */
export type Samba = {
  readonly ip: string;
  /** `ldaps://127.…:636`. */
  readonly url: string;
  /** `ldap://127.…:389`, for StartTLS; plain binds are refused unless isPlainAllowed. */
  readonly plainUrl: string;
  readonly realm: string;
  /** `EXAMPLE`, as in `EXAMPLE\alice`. */
  readonly netbiosDomain: string;
  readonly baseDn: string;
  readonly administrator: { readonly dn: string; readonly upn: string; readonly password: string };
  /** The authority of its TLS certificate, which names the address, `dc1.ad.example.test` and `localhost`. */
  readonly caPath: string;
  readonly caPem: string;
  /** krb5.conf of a machine in the domain. */
  readonly krb5Config: string;
  readonly addPerson: (options: SambaPersonOptions) => Promise<SambaPerson>;
  readonly addGroup: (options: {
    readonly name: string;
    readonly members?: readonly string[];
    readonly memberOf?: readonly string[];
  }) => Promise<string>;
  readonly setAttribute: (dn: string, type: string, values: readonly (string | Uint8Array)[]) => Promise<void>;
  readonly removeEntry: (dn: string) => Promise<void>;
  /** Makes the service (`HTTP/localhost`) an account of its own on first call, and writes its keys as keytab. */
  readonly exportKeytab: (service: string, path: string, enctypes?: 'aes' | 'rc4') => Promise<void>;
  /** A ticket cache of the person, as after a Windows logon. */
  readonly ticketsOf: (person: { readonly name: string; readonly password: string }) => Promise<string>;
  /** As if the machine lost its power. */
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

export async function startSamba(
  options: { readonly ip?: string; readonly isPlainAllowed?: boolean } = {},
): Promise<Samba> {
  const ip = options.ip ?? (await freeLoopback(ldapPort, ldapsPort, kerberosPort));
  const base = await provisionedDomain();
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-samba-'));
  cpSync(base, join(folder, 'ad'), { recursive: true });
  for (const inner of ['run', 'log', 'tls', 'tickets']) mkdirSync(join(folder, inner));
  const tls = await writeServerTls(join(folder, 'tls'), {
    hosts: [`dc1.${realm.toLowerCase()}`, 'localhost'],
    ips: [ip],
  });
  const configPath = join(folder, 'smb.conf');
  writeFileSync(configPath, sambaConfig({ folder, ip, tls, isPlainAllowed: options.isPlainAllowed ?? false }));
  const krb5Config = join(folder, 'krb5.conf');
  writeKrb5Config(krb5Config, { defaultRealm: realm, realms: [{ realm, kdc: `${ip}:${kerberosPort}` }] });

  const url = `ldaps://${ip}:${ldapsPort}`;
  const caPem = readFileSync(tls.ca, 'utf8');
  const administrator = {
    dn: `CN=Administrator,CN=Users,${baseDn}`,
    upn: `Administrator@${realm}`,
    password: administratorPassword,
  };
  const newClient = () => new Client({ url, tlsOptions: { ca: caPem }, strictDN: false });
  const start = async () => {
    // The kernel ends it together with the test, also where the test is killed.
    const started = startPart('setpriv', [
      ...['--pdeathsig', 'KILL', 'samba', '-F', '--no-process-group', '-s', configPath],
      ...['-M', 'single', '--debug-stdout', '-d1'],
    ]);
    await listening(started, ip, ldapsPort, ldapPort, kerberosPort);
    return started;
  };
  let part = await start();
  const asAdministrator = async <Value>(what: (by: SambaAdministrator) => Promise<Value>): Promise<Value> => {
    const client = newClient();
    await client.bind(administrator.upn, administrator.password);
    try {
      return await what({ client, baseDn, upnSuffix: realm.toLowerCase(), configPath, newClient });
    } finally {
      await client.unbind();
    }
  };
  return {
    ip,
    url,
    plainUrl: `ldap://${ip}:${ldapPort}`,
    realm,
    netbiosDomain,
    baseDn,
    administrator,
    caPath: tls.ca,
    caPem,
    krb5Config,
    addPerson: (person) => asAdministrator((by) => addPerson(by, person)),
    addGroup: (group) => asAdministrator((by) => addGroup(by, group)),
    setAttribute: (dn, type, values) => asAdministrator((by) => setAttribute(by, dn, type, values)),
    removeEntry: (dn) => asAdministrator(({ client }) => client.del(dn)),
    exportKeytab: async (service, path, enctypes = 'aes') => {
      const name = service.replaceAll(/[^A-Za-z0-9]/g, '-');
      const dn = `CN=${name},CN=Users,${baseDn}`;
      if (!(await asAdministrator((by) => isThere(by.client, dn))))
        await asAdministrator((by) =>
          addPerson(by, {
            name,
            // The bits decide which keys the password is turned into: AES128 and AES256, or RC4 (MS-KILE section 2.2.7).
            attributes: {
              servicePrincipalName: [service],
              'msDS-SupportedEncryptionTypes': [enctypes === 'aes' ? '24' : '4'],
            },
          }),
        );
      rmSync(path, { force: true });
      await run('samba-tool', ['domain', 'exportkeytab', path, `--principal=${service}`, '-s', configPath]);
    },
    ticketsOf: ({ name, password }) =>
      takeTicket({ krb5Config, cache: join(folder, 'tickets', name), principal: `${name}@${realm}`, password }),
    kill: async () => {
      await part.stop('SIGKILL');
    },
    restart: async () => {
      if (part.process.exitCode === null && part.process.signalCode === null) await part.stop();
      part = await start();
    },
    remove: async () => {
      await part.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isThere(client: Client, dn: string): Promise<boolean> {
  return client.search(dn, { scope: 'base', attributes: ['dn'] }).then(
    ({ searchEntries }) => searchEntries.length > 0,
    () => false,
  );
}
