import { checkMapping } from '#lib/contracts/check-mapping.ts';
import { frontFacingHost, isSameFrontFacingUrl, kerberosUrl } from '#lib/contracts/front-facing-url.ts';
import type { NetworkSettings, Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import type { Finding } from '#lib/core/finding.ts';

/** What is found about the methods themselves: where people are sent, and how a certificate becomes a person. */
export function checkMethods(settings: Settings, gatehouseUrl: string | undefined): Finding[] {
  return [
    ...urlFindings(settings),
    ...sharedHosts(settings, gatehouseUrl),
    ...chooserFindings(settings),
    ...checkMapping(settings),
    ...revocationFindings(settings),
  ];
}

function urlFindings(settings: Settings): Finding[] {
  const { clientCertificate, frontFacingUrl, kerberos } = settings;
  const isMissing =
    (clientCertificate.enabled && frontFacingUrl === '') || (kerberos.enabled && kerberosUrl(settings) === '');
  const found = isMissing ? [settingsFinding('METHOD-NO-FRONT-URL', 'front-facing URL')] : [];
  const isOneListener =
    clientCertificate.enabled && kerberos.enabled && isSameFrontFacingUrl(kerberos.frontFacingUrl, frontFacingUrl);
  return isOneListener ? [...found, settingsFinding('KERBEROS-SAME-URL', kerberos.frontFacingUrl)] : found;
}

function sharedHosts({ frontFacingUrl, kerberos }: Settings, gatehouseUrl: string | undefined): Finding[] {
  if (gatehouseUrl === undefined) return [];
  const hosts = new Set([frontFacingHost(frontFacingUrl), frontFacingHost(kerberos.frontFacingUrl)]);
  const gatehouse = new URL(gatehouseUrl).hostname.replace(/^\[|\]$/g, '');
  // On one machine, where things are tried out, everything is called localhost.
  return hosts.has(gatehouse) && gatehouse !== 'localhost' ? [settingsFinding('METHOD-SHARED-HOST', gatehouse)] : [];
}

/** Under one URL TLS asks for a certificate before it is known what the person came for (RFC 8446 section 4.3.2). */
function chooserFindings({ clientCertificate, kerberos, networks }: Settings): Finding[] {
  if (!clientCertificate.enabled || !kerberos.enabled || kerberos.frontFacingUrl !== '') return [];
  const [first, ...others] = networks.filter(isWithKerberosAlone);
  if (first === undefined) return [];
  const name = first.label === '' ? first.block : `${first.label} (${first.block})`;
  const whose = others.length === 0 ? name : `${name} and ${others.length} more`;
  const message = `People in ${whose} use Kerberos and no certificates, but the one front-facing URL asks every browser for a certificate first.`;
  return [settingsFinding('KERBEROS-SHARES-CHOOSER', name, message)];
}

function isWithKerberosAlone({ methods }: NetworkSettings): boolean {
  return methods?.includes('kerberos') === true && !methods.includes('client-certificate');
}

function revocationFindings({ clientCertificate, revocation }: Settings): Finding[] {
  const isOff = revocation.mode === 'off' && (revocation.authorities ?? []).every(({ mode }) => mode === 'off');
  return clientCertificate.enabled && isOff ? [settingsFinding('REVOCATION-OFF', 'revocation')] : [];
}
