import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#e2e/world/free-port.ts';
import { writeKrb5Config } from '#e2e/world/kdc-config.ts';
import { takeTicket } from '#e2e/world/kdc-tickets.ts';
import { type Part, startPart } from '#e2e/world/part.ts';
import { listening } from '#e2e/world/ports.ts';

const run = promisify(execFile);
const host = '127.0.0.1';
const sbin = '/usr/sbin';

export const canRunKdc = existsSync(`${sbin}/krb5kdc`);

/** An MIT Kerberos realm with a key distribution centre of its own on a high port. */
export type Kdc = {
  readonly realm: string;
  readonly port: number;
  /** krb5.conf of a machine in the realm. */
  readonly krb5Config: string;
  readonly addPerson: (
    name: string,
    password?: string,
  ) => Promise<{ readonly name: string; readonly password: string }>;
  /** Makes the service (`HTTP/localhost`) on first call and writes its keys as keytab; every call makes new keys and counts their version up. */
  readonly exportKeytab: (service: string, path: string, enctypes?: string) => Promise<void>;
  /** A ticket cache of the person; krb5Config as the person's machine has it, where it is of another realm's trust. */
  readonly ticketsOf: (
    person: { readonly name: string; readonly password: string },
    krb5Config?: string,
  ) => Promise<string>;
  readonly kadmin: (...commands: readonly string[]) => Promise<void>;
  /** A path inside the realm's folder, gone with it. */
  readonly file: (name: string) => string;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

export async function startKdc(options: { readonly realm?: string } = {}): Promise<Kdc> {
  const realm = options.realm ?? 'EXAMPLE.TEST';
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-kdc-'));
  const file = (name: string) => join(folder, name);
  mkdirSync(file('db'), { mode: 0o700 });
  const port = await freePort();
  const krb5Config = file('krb5.conf');
  writeKrb5Config(krb5Config, { defaultRealm: realm, realms: [{ realm, kdc: `${host}:${port}` }] });
  writeFileSync(file('kdc.conf'), kdcConfig(folder, realm, port));
  const env = { KRB5_CONFIG: krb5Config, KRB5_KDC_PROFILE: file('kdc.conf') };
  const runHere = (program: string, args: readonly string[]) =>
    run(join(sbin, program), args, { env: { ...process.env, ...env } });
  await runHere('kdb5_util', ['create', '-s', '-r', realm, '-P', 'master']);

  const kadmin = async (...commands: readonly string[]) => {
    for (const command of commands) {
      // It ends well whatever came of the command.
      const { stderr } = await runHere('kadmin.local', ['-r', realm, '-q', command]);
      if (/ while /.test(stderr)) throw new Error(`kadmin ${command}: ${stderr.trim()}`);
    }
  };
  const start = async (): Promise<Part> => {
    // The kernel ends it together with the test, also where the test is killed.
    const args = ['--pdeathsig', 'KILL', join(sbin, 'krb5kdc'), '-n', '-r', realm, '-P', file('kdc.pid')];
    const started = startPart('setpriv', args, env);
    await listening(started, host, port);
    return started;
  };
  let part = await start();
  const services = new Set<string>();
  return {
    realm,
    port,
    krb5Config,
    kadmin,
    file,
    addPerson: async (name, password = `Passw0rd-${name}`) => {
      await kadmin(`addprinc -pw ${password} ${name}`);
      return { name, password };
    },
    exportKeytab: async (service, path, enctypes = 'aes256-cts:normal,aes128-cts:normal') => {
      if (!services.has(service)) await kadmin(`addprinc -randkey ${service}`);
      services.add(service);
      rmSync(path, { force: true });
      await kadmin(`ktadd -e ${enctypes} -k ${path} ${service}`);
    },
    ticketsOf: ({ name, password }, ofMachine = krb5Config) =>
      takeTicket({
        krb5Config: ofMachine,
        cache: file(`tickets-${name.replaceAll('/', '-')}`),
        principal: `${name}@${realm}`,
        password,
      }),
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

/** Lets people of one realm use the services of another; resolves with the krb5.conf of the people's machines. */
export async function trust(realms: { readonly people: Kdc; readonly services: Kdc }): Promise<string> {
  const { people, services } = realms;
  // Both centres know the key of this principal (RFC 4120 section 1.2).
  const shared = `addprinc -pw between-${people.realm}-and-${services.realm} krbtgt/${services.realm}@${people.realm}`;
  await Promise.all([people.kadmin(shared), services.kadmin(shared)]);
  const path = people.file(`krb5-with-${services.realm}.conf`);
  writeKrb5Config(path, {
    defaultRealm: people.realm,
    realms: [people, services].map(({ realm, port }) => ({ realm, kdc: `${host}:${port}` })),
    hosts: { localhost: services.realm, '.localhost': services.realm },
  });
  return path;
}

function kdcConfig(folder: string, realm: string, port: number): string {
  return `[kdcdefaults]
  kdc_listen = ${host}:${port}
  kdc_tcp_listen = ${host}:${port}
[realms]
  ${realm} = {
    database_name = ${folder}/db/principal
    key_stash_file = ${folder}/db/stash
    acl_file = ${folder}/db/kadm5.acl
  }
[logging]
  default = STDERR
  kdc = STDERR
  admin_server = FILE:/dev/null
`;
}
