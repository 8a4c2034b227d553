import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Attribute, Change, type Client } from 'ldapts';
import { lockout } from '#e2e/world/samba-base.ts';

const run = promisify(execFile);

/** What an account of Active Directory can be told to be; every flag gives sign-ins another named result. */
export type SambaPersonOptions = {
  /** sAMAccountName, and the CN. */
  readonly name: string;
  readonly password?: string;
  readonly displayName?: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly upn?: string;
  readonly mail?: string;
  readonly altSecurityIdentities?: readonly string[];
  /** DER. */
  readonly certificates?: readonly Uint8Array[];
  /** DNs of groups to be a member of. */
  readonly groups?: readonly string[];
  /** Bits of userAccountControl beside NORMAL_ACCOUNT. */
  readonly accountControl?: number;
  /** LDAP 49, data 533. */
  readonly isDisabled?: boolean;
  /** data 773. */
  readonly mustChangePassword?: boolean;
  /** data 532. */
  readonly isPasswordExpired?: boolean;
  /** data 701. */
  readonly isExpired?: boolean;
  /** data 775; by as many wrong passwords as it takes. */
  readonly isLocked?: boolean;
  /** data 530: no hour of the week is a logon hour. */
  readonly isOutsideLogonHours?: boolean;
  /** data 531. */
  readonly workstations?: string;
  readonly isSmartCardRequired?: boolean;
  /** Anything else, by attribute name. */
  readonly attributes?: Readonly<Record<string, readonly (string | Uint8Array)[]>>;
};

export type SambaPerson = {
  readonly name: string;
  readonly dn: string;
  readonly upn: string;
  readonly password: string;
  /** objectGUID in lower-case hexadecimal, as it lies in the directory. */
  readonly guid: string;
  /** `S-1-5-21-…`. */
  readonly sid: string;
};

const userAccountControl = { disabled: 0x2, normal: 0x200, smartCardRequired: 0x4_0000 };
/** Windows file time of 2020-01-01: 100 ns since 1601. */
const longAgo = '132223104000000000';

/** Who may change the directory, and where it is. */
export type SambaAdministrator = {
  readonly client: Client;
  readonly baseDn: string;
  readonly upnSuffix: string;
  readonly configPath: string;
  /** A connection that nobody has bound. */
  readonly newClient: () => Client;
};

export async function addPerson(by: SambaAdministrator, options: SambaPersonOptions): Promise<SambaPerson> {
  const { name, password = `Passw0rd-${options.name}`, upn = `${options.name}@${by.upnSuffix}` } = options;
  const dn = `CN=${name},CN=Users,${by.baseDn}`;
  const control =
    userAccountControl.normal |
    (options.accountControl ?? 0) |
    (options.isDisabled ? userAccountControl.disabled : 0) |
    (options.isSmartCardRequired ? userAccountControl.smartCardRequired : 0);
  const values: Record<string, readonly (string | Uint8Array)[] | undefined> = {
    objectClass: ['user'],
    sAMAccountName: [name],
    userPrincipalName: [upn],
    userAccountControl: [String(control)],
    // The password in quotes as UTF-16LE (MS-ADTS section 3.1.1.3.1.5.1).
    unicodePwd: [Buffer.from(`"${password}"`, 'utf16le')],
    displayName: some(options.displayName),
    givenName: some(options.givenName),
    sn: some(options.surname),
    mail: some(options.mail),
    altSecurityIdentities: options.altSecurityIdentities,
    userCertificate: options.certificates,
    pwdLastSet: options.mustChangePassword ? ['0'] : undefined,
    accountExpires: options.isExpired ? [longAgo] : undefined,
    logonHours: options.isOutsideLogonHours ? [Buffer.alloc(21)] : undefined,
    userWorkstations: some(options.workstations),
    ...options.attributes,
  };
  await by.client.add(dn, attributesOf(values));
  for (const group of options.groups ?? []) await addMember(by, group, dn);
  if (options.isPasswordExpired) await agePassword(by, dn);
  if (options.isLocked) await lock(by, dn);
  return { name, dn, upn, password, ...(await identify(by, dn)) };
}

/** A global security group; resolves with its DN. Groups may be members of groups. */
export async function addGroup(
  by: SambaAdministrator,
  options: { readonly name: string; readonly members?: readonly string[]; readonly memberOf?: readonly string[] },
): Promise<string> {
  const dn = `CN=${options.name},CN=Users,${by.baseDn}`;
  await by.client.add(
    dn,
    attributesOf({ objectClass: ['group'], sAMAccountName: [options.name], member: options.members }),
  );
  for (const group of options.memberOf ?? []) await addMember(by, group, dn);
  return dn;
}

/** Puts these values in place of an attribute's; none takes the attribute away. */
export async function setAttribute(
  by: SambaAdministrator,
  dn: string,
  type: string,
  values: readonly (string | Uint8Array)[],
): Promise<void> {
  await by.client.modify(dn, new Change({ operation: 'replace', modification: attribute(type, values) }));
}

async function addMember(by: SambaAdministrator, group: string, dn: string): Promise<void> {
  await by.client.modify(group, new Change({ operation: 'add', modification: attribute('member', [dn]) }));
}

function some(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}

function attributesOf(values: Readonly<Record<string, readonly (string | Uint8Array)[] | undefined>>): Attribute[] {
  return Object.entries(values).flatMap(([type, of]) =>
    of === undefined || of.length === 0 ? [] : [attribute(type, of)],
  );
}

function attribute(type: string, values: readonly (string | Uint8Array)[]): Attribute {
  return new Attribute({ type, values: values.map((value) => Buffer.from(value)) });
}

async function identify(by: SambaAdministrator, dn: string): Promise<{ guid: string; sid: string }> {
  const { searchEntries } = await by.client.search(dn, {
    scope: 'base',
    attributes: ['objectGUID', 'objectSid'],
    explicitBufferAttributes: ['objectGUID', 'objectSid'],
  });
  const entry = searchEntries[0];
  const guid = entry?.['objectGUID'];
  const sid = entry?.['objectSid'];
  if (!Buffer.isBuffer(guid) || !Buffer.isBuffer(sid)) throw new Error(`${dn} has no objectGUID or objectSid.`);
  return { guid: guid.toString('hex'), sid: sidText(sid) };
}

/** MS-DTYP section 2.4.2.2: revision, count, six octets of authority, and 32-bit sub-authorities with the least octet first. */
function sidText(sid: Buffer): string {
  const subAuthorities = Array.from({ length: sid.readUInt8(1) }, (_, index) => sid.readUInt32LE(8 + 4 * index));
  return ['S', sid.readUInt8(0), sid.readUIntBE(2, 6), ...subAuthorities].join('-');
}

/** pwdLastSet takes 0 and -1 over LDAP only; any other time must be written beside the server, under Samba's own control. */
const agePasswordScript = `
import sys, ldb
from samba.samdb import SamDB
from samba.param import LoadParm
from samba.auth import system_session
lp = LoadParm(); lp.load(sys.argv[1])
db = SamDB(lp=lp, session_info=system_session())
db.modify(ldb.Message.from_dict(db, {'dn': sys.argv[2], 'pwdLastSet': [sys.argv[3]]}, ldb.FLAG_MOD_REPLACE),
          controls=['local_oid:1.3.6.1.4.1.7165.4.3.12:0'])
`;

async function agePassword(by: SambaAdministrator, dn: string): Promise<void> {
  // Debian's Python has Samba's modules; another one before it on PATH has not.
  await run('/usr/bin/python3', ['-c', agePasswordScript, by.configPath, dn, longAgo]);
}

async function lock(by: SambaAdministrator, dn: string): Promise<void> {
  for (let attempt = 0; attempt < lockout.threshold; attempt += 1) {
    const client = by.newClient();
    await client.bind(dn, 'not this one').catch(() => undefined);
    await client.unbind();
  }
}
