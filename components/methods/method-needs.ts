import { directoryReadiness, kerberosReadiness } from '#components/flow/sign-in-readiness.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import type { Settings } from '#lib/contracts/settings.ts';

/** One thing a method stands on, whether it is there, and the tab where it is given. */
export type MethodNeed = {
  readonly text: string;
  readonly isMet: boolean;
  /** Tab of the connection; absent where it is on this page or outside Gatehouse. */
  readonly tab?: 'networks' | 'certificates' | 'connectors';
  /** Whether it is given at the connector's machine; the tab only shows it. */
  readonly isSeenOnly?: boolean;
};

export type NeededConnector = Pick<
  ConnectorView,
  'name' | 'state' | 'hasSealedKey' | 'holdsKey' | 'directory' | 'kerberos'
>;
export type Given = { readonly settings: Settings; readonly connectors: readonly NeededConnector[] };

/** What client certificates need, as it is now. */
export function clientCertificateNeeds({ settings, connectors }: Given): MethodNeed[] {
  return [
    frontFacingUrl(settings.frontFacingUrl),
    sslCertificate({ settings, connectors }),
    authorities(settings),
    ...both({ settings, connectors }),
  ];
}

/** What Kerberos needs, as far as Gatehouse can know; the rest is named so that nobody looks for it later. */
export function kerberosNeeds({ settings, connectors }: Given): MethodNeed[] {
  const url = settings.kerberos.frontFacingUrl || settings.frontFacingUrl;
  return [
    frontFacingUrl(url),
    sslCertificate({ settings, connectors }),
    ...both({ settings, connectors }),
    keytab(url, { settings, connectors }),
  ];
}

function frontFacingUrl(url: string): MethodNeed {
  const host = frontFacingHost(url);
  return host === undefined
    ? { text: 'A front-facing URL that people inside the networks reach', isMet: false }
    : { text: `Front-facing URL on ${host}`, isMet: true };
}

function sslCertificate({ settings, connectors }: Given): MethodNeed {
  const tab = 'certificates';
  if (settings.sslCertificate === null)
    return { text: 'An SSL certificate for that URL, with its key', isMet: false, tab };
  const sealed = connectors.filter((one) => one.hasSealedKey || one.holdsKey).length;
  if (connectors.length > 0 && sealed === connectors.length) {
    const how = connectors.some((one) => !one.hasSealedKey) ? 'on' : 'sealed to';
    return { text: `SSL certificate, its key ${how} ${amount(sealed, 'connector')}`, isMet: true, tab };
  }
  return {
    text: `The SSL certificate’s key on every connector (now on ${sealed} of ${connectors.length})`,
    isMet: false,
    tab,
  };
}

function authorities({ caCertificates }: Settings): MethodNeed {
  const tab = 'certificates';
  if (caCertificates.length === 0)
    return { text: 'The CA certificates that people’s certificates come from', isMet: false, tab };
  return { text: amount(caCertificates.length, 'CA certificate'), isMet: true, tab };
}

/** Connectors tell only while they are linked. */
function keytab(url: string, { settings, connectors }: Given): MethodNeed {
  const host = frontFacingHost(url);
  if (host === undefined) return { text: 'A keytab on every connector', isMet: false, ...seen };
  const { state, text } = kerberosReadiness(settings, connectors);
  if (state === 'ready') return { text: `Keytabs with a key for HTTP/${host}`, isMet: true, ...seen };
  const wanted = `A keytab with a key for HTTP/${host} on every connector`;
  return { text: state === 'unchecked' ? wanted : `${wanted}. ${text}`, isMet: false, ...seen };
}

function directory({ connectors }: Given): MethodNeed {
  const wanted = 'A directory that answers';
  const { state, text } = directoryReadiness(connectors);
  if (state === 'ready' || state === 'attention') return { text: wanted, isMet: true, ...seen };
  return { text: state === 'unchecked' ? wanted : `${wanted}. ${text}`, isMet: false, ...seen };
}

const seen = { tab: 'connectors', isSeenOnly: true } as const;

function both({ settings, connectors }: Given): MethodNeed[] {
  const online = connectors.filter((one) => one.state === 'online').length;
  const { length } = settings.networks;
  return [
    length === 0
      ? { text: 'Networks: the addresses people come from', isMet: false, tab: 'networks' }
      : { text: amount(length, 'network'), isMet: true, tab: 'networks' },
    online === 0
      ? {
          text: connectors.length === 0 ? 'A connector' : 'A connector that is online',
          isMet: false,
          tab: 'connectors',
        }
      : { text: `${amount(online, 'connector')} online`, isMet: true, tab: 'connectors' },
    directory({ settings, connectors }),
  ];
}

function amount(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}
