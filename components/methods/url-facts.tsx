import type { ConnectorView } from '#lib/contracts/connector.ts';
import { frontFacingUrlProblem } from '#lib/contracts/front-facing-url.ts';

/** What a front-facing URL asks of DNS and of the connectors' machines. */
export function UrlFacts({ url, connectors }: { url: string; connectors: readonly ConnectorView[] }) {
  if (url === '' || frontFacingUrlProblem(url) !== undefined) return null;
  const { hostname, port } = new URL(url);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  const listening = connectors.filter((one) => one.listener !== null && one.listener.address !== '');
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5">
      <li>
        Browsers open <span className="font-mono text-[13px]">{hostname}</span> on port{' '}
        <span className="font-mono text-[13px]">{port === '' ? '443' : port}</span>.
      </li>
      {isAddress ? (
        <li>It is an address, so the SSL certificate must name the address itself; a host name is easier to keep.</li>
      ) : (
        <li>
          Inside the networks, DNS must lead <span className="font-mono text-[13px]">{hostname}</span> to the connectors
          (an A or AAAA record for each, or a load balancer that passes TLS through). Outside it need not exist.
        </li>
      )}
      <li>Use the name for nothing else: browsers remember a certificate choice for the whole host.</li>
      {listening.length > 0 && (
        <li>
          Connectors listen on{' '}
          <span className="font-mono text-[13px]">{listening.map((one) => one.listener?.address).join(', ')}</span>.
        </li>
      )}
    </ul>
  );
}
