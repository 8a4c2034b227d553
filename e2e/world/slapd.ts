import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#e2e/world/free-port.ts';
import { startPart } from '#e2e/world/part.ts';
import { listening } from '#e2e/world/ports.ts';
import { writeServerTls } from '#e2e/world/samba-tls.ts';
import { slapdConfig } from '#e2e/world/slapd-config.ts';
import { groupDn, groupLdif, ldif, personDn, personLdif, type SlapdPersonOptions } from '#e2e/world/slapd-people.ts';

const run = promisify(execFile);

export const canRunSlapd = existsSync('/usr/sbin/slapd') && existsSync('/usr/lib/ldap/ppolicy.so');

/** Wrong passwords until an account is locked. */
export const slapdLockout = 3;
const base = 'dc=example,dc=test';
const administrator = { dn: `cn=admin,${base}`, password: 'adminpw' };
/** Who a connector searches as. */
const service = { dn: `cn=gatehouse,${base}`, password: 'servicepw' };

/** An OpenLDAP server on ports of its own, with LDAPS, StartTLS, memberOf and password policy. */
export type Slapd = {
  /** `ldaps://127.0.0.1:…`; the certificate names `localhost` and 127.0.0.1. */
  readonly url: string;
  /** `ldap://127.0.0.1:…`, also for StartTLS. */
  readonly plainUrl: string;
  readonly base: string;
  readonly administrator: { readonly dn: string; readonly password: string };
  readonly service: { readonly dn: string; readonly password: string };
  readonly caPath: string;
  readonly caPem: string;
  readonly personDn: (uid: string) => string;
  readonly groupDn: (name: string) => string;
  readonly kill: () => Promise<void>;
  /** The same ports, the same entries. */
  readonly restart: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

export type SlapdOptions = {
  readonly people?: readonly SlapdPersonOptions[];
  /** Members are DNs. */
  readonly groups?: readonly {
    readonly name: string;
    readonly members: readonly string[];
    readonly kind?: 'groupOfNames' | 'groupOfUniqueNames';
  }[];
  /** More entries, as LDIF. */
  readonly more?: string;
  readonly isPlainRefused?: boolean;
  readonly sizeLimit?: number;
};

export const slapdPersonDn = (uid: string): string => personDn(base, uid);
export const slapdGroupDn = (name: string): string => groupDn(base, name);

export async function startSlapd(options: SlapdOptions = {}): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-slapd-'));
  for (const inner of ['db', 'tls']) mkdirSync(join(folder, inner));
  const tls = await writeServerTls(join(folder, 'tls'), { hosts: ['localhost'], ips: ['127.0.0.1'] });
  const configPath = join(folder, 'slapd.conf');
  const minBindStrength = options.isPlainRefused ? 128 : 0;
  const sizeLimit = options.sizeLimit ?? 500;
  writeFileSync(configPath, slapdConfig({ folder, base, administrator, tls, minBindStrength, sizeLimit }));
  writeFileSync(join(folder, 'base.ldif'), entriesOf(options));
  // Operational attributes can only be loaded while the server is down.
  await run('/usr/sbin/slapadd', ['-q', '-f', configPath, '-l', join(folder, 'base.ldif')]);
  const [port, securePort] = [await freePort(), await freePort()];
  const plainUrl = `ldap://127.0.0.1:${port}`;
  const url = `ldaps://127.0.0.1:${securePort}`;
  const start = async () => {
    // The kernel ends it together with the test, also where the test is killed; "-d 0" keeps it in the foreground.
    const started = startPart('setpriv', [
      ...['--pdeathsig', 'KILL', '/usr/sbin/slapd', '-f', configPath, '-h', `${plainUrl}/ ${url}/`, '-d', '0'],
    ]);
    await listening(started, '127.0.0.1', port, securePort);
    return started;
  };
  let part = await start();
  return {
    url,
    plainUrl,
    base,
    administrator,
    service,
    caPath: tls.ca,
    caPem: readFileSync(tls.ca, 'utf8'),
    personDn: slapdPersonDn,
    groupDn: slapdGroupDn,
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

function entriesOf({ people = [], groups = [], more = '' }: SlapdOptions): string {
  const unit = (name: string) =>
    ldif(`ou=${name},${base}`, [
      ['objectClass', 'organizationalUnit'],
      ['ou', name],
    ]);
  return [
    ldif(base, [
      ['objectClass', 'dcObject'],
      ['objectClass', 'organization'],
      ['o', 'Example'],
      ['dc', 'example'],
    ]),
    ...['people', 'groups', 'policies'].map(unit),
    ldif(`cn=default,ou=policies,${base}`, [
      ['objectClass', 'device'],
      ['objectClass', 'pwdPolicy'],
      ['cn', 'default'],
      ['pwdAttribute', 'userPassword'],
      ['pwdLockout', 'TRUE'],
      ['pwdMaxFailure', String(slapdLockout)],
      ['pwdMustChange', 'TRUE'],
      ['pwdMaxAge', '31536000'],
    ]),
    ldif(service.dn, [
      ['objectClass', 'organizationalRole'],
      ['objectClass', 'simpleSecurityObject'],
      ['cn', 'gatehouse'],
      ['userPassword', service.password],
    ]),
    ...people.map((person) => personLdif(base, person)),
    ...groups.map((group) => groupLdif(base, group)),
    more,
  ].join('');
}
