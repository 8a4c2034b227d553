import type { Logger } from 'pino';
import type { Config } from '#connector/disk/config.ts';
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import type { DirectoryFault } from '#connector/ldap/directory.ts';
import { openDirectory } from '#connector/ldap/open-directory.ts';

const remedies: Readonly<Record<string, string>> = {
  'directory-unreachable': 'Check the address, the name server and firewalls between this machine and the directory.',
  'directory-timeout': 'Check firewalls on the way; a slow directory may need larger “timeouts” in config.json.',
  'directory-untrusted':
    'Name the PEM file of the authority that issued the directory’s certificate in “directory.ca”, and use the host name that stands in that certificate.',
  'directory-bind-refused': 'Check “bindUser” and its password; Active Directory also takes user@domain.',
  'directory-needs-tls': 'Write ldaps:// in “urls”, or "startTls": true.',
};

/** Asks every server by itself, as a sign-in would. */
export async function checkDirectory(
  { directory, kerberos }: Config,
  parts: { readonly log: Logger; readonly now: () => number },
): Promise<DoctorFinding[]> {
  if (directory === undefined)
    return [
      warning(
        'directory',
        'config.json names no directory, so nobody can be found in one.',
        'Write “directory” into config.json (docs/connector.md), or take an original connector’s over with “import”.',
      ),
    ];
  const alone = directory.kind === 'ldif' ? [directory] : directory.urls.map((url) => ({ ...directory, urls: [url] }));
  return Promise.all(
    alone.map(async (one) => {
      const part = `directory ${one.kind === 'ldif' ? one.file : one.urls[0]}`;
      const opened = openDirectory({ directory: one, ...(kerberos === undefined ? {} : { kerberos }) }, parts);
      try {
        const found = await opened.findPeople({ kind: 'present', attribute: 'objectClass' });
        if (!found.ok) return faultFinding(part, found.problem);
        const [person] = found.value;
        if (person === undefined)
          return warning(part, 'It answers, and no person was found.', 'Check “base” and “userFilter” in config.json.');
        const read = await opened.readPerson(person);
        if (!read.ok) return faultFinding(part, read.problem);
        if (one.kind === 'ldif')
          return warning(
            part,
            'It is an LDIF file, for trying things out.',
            'Name LDAP servers before people depend on it.',
          );
        return right(part, `answers; ${read.value.dn} is one of its people, in ${read.value.groups.length} groups.`);
      } finally {
        await opened.close();
      }
    }),
  );
}

function faultFinding(part: string, { reason, detail }: DirectoryFault): DoctorFinding {
  return wrong(part, `${detail} (${reason}).`, remedies[reason] ?? 'Look at the log of the directory.');
}
