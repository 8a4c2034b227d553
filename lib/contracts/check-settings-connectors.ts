import { frontFacingHost, kerberosUrl } from '#lib/contracts/front-facing-url.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import type { Finding } from '#lib/core/finding.ts';

/** What checking needs to know of a connector. */
export type ConnectorToCheck = {
  readonly id: string;
  readonly name: string;
  /** Whether the key of the settings' SSL certificate is sealed to it, or will be with the save. */
  readonly hasSealedKey: boolean;
  /** Whether that key was made on it, so that it needs none sealed. */
  readonly holdsKey?: boolean | undefined;
  /** Empty before its first visit. */
  readonly seenFrom: string;
  /** What it says of itself; absent or null while it is not online. */
  readonly directory?:
    | { readonly state: 'none' | 'answering' | 'failing'; readonly kind: 'none' | 'ldap' | 'ldif' }
    | null
    | undefined;
  readonly kerberos?:
    | { readonly state: 'none' | 'ready' | 'failing'; readonly principals: readonly string[] }
    | null
    | undefined;
};

/** What the settings need of connectors, and these have not got. */
export function checkConnectors(settings: Settings, connectors: readonly ConnectorToCheck[]): Finding[] {
  return connectors.flatMap((connector) => [
    ...directoryFindings(connector),
    ...(settings.kerberos.enabled ? kerberosFindings(connector, frontFacingHost(kerberosUrl(settings))) : []),
  ]);
}

function directoryFindings({ name, directory }: ConnectorToCheck): Finding[] {
  if (directory?.state === 'none') return [settingsFinding('CONNECTOR-NO-DIRECTORY', name)];
  return directory?.kind === 'ldif' ? [settingsFinding('CONNECTOR-TRIAL-DIRECTORY', name)] : [];
}

function kerberosFindings({ name, kerberos }: ConnectorToCheck, host: string | undefined): Finding[] {
  if (kerberos?.state === 'none') return [settingsFinding('CONNECTOR-NO-KERBEROS', name)];
  if (kerberos?.state !== 'ready' || host === undefined || hasKeyFor(host, kerberos.principals)) return [];
  const message = `Browsers ask for a ticket for HTTP/${host}, and the keytab of ${name} has no key for that name.`;
  return [settingsFinding('KERBEROS-NO-KEY', name, message)];
}

/** RFC 4559 section 4.1: browsers ask for the service HTTP at the host of the URL, without its port. */
function hasKeyFor(host: string, principals: readonly string[]): boolean {
  return principals.some((principal) => principal.toLowerCase().startsWith(`http/${host.toLowerCase()}@`));
}
