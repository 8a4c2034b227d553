import type { Logger } from 'pino';
import type { Config } from '#connector/disk/config.ts';
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import { openKerberosAcceptor } from '#connector/kerberos/open-kerberos-acceptor.ts';

/** Whether tickets could be taken; `hosts` are those of the front-facing URLs of the revision that runs. */
export async function checkKerberos(
  { kerberos }: Config,
  hosts: readonly string[],
  log: Logger,
): Promise<DoctorFinding[]> {
  if (kerberos === undefined) return [];
  const part = `kerberos ${kerberos.keytab}`;
  const { keytab, servicePrincipal } = kerberos;
  const acceptor = await openKerberosAcceptor({ keytab, servicePrincipal, log });
  const { state, principals, detail } = acceptor.state();
  if (state !== 'ready')
    return [
      wrong(
        part,
        `${detail ?? 'It cannot be used'}.`,
        'See docs/kerberos.md for making a keytab and its service principal.',
      ),
    ];
  const missing = hosts.filter((host) => !principals.some((one) => one.toLowerCase().startsWith(`http/${host}@`)));
  const found: DoctorFinding[] = [right(part, `holds keys for ${principals.join(', ')}.`)];
  if (detail !== undefined) found.push(warning(part, `${detail}.`, 'Make the keytab anew with AES keys.'));
  for (const host of missing)
    found.push(
      wrong(
        part,
        `It has no key for HTTP/${host}, which browsers ask tickets for.`,
        `Add the service principal HTTP/${host} to the account and export the keytab again.`,
      ),
    );
  return found;
}
