import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';

/** Octets of a whole name and of one label, RFC 1035 section 2.3.4. */
const maxNameLength = 253;
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * What somebody typed as a host, as it stands in a certificate (RFC 5280 section 4.2.1.6): a DNS name in lower case with its letters beyond ASCII
 * as A-labels, perhaps with `*` as its first label (RFC 6125 section 6.4.3), or an IP address. A whole URL gives its host. Undefined where it is neither.
 */
export function readHostName(typed: string): AlternativeNameToWrite | undefined {
  const text = typed.trim();
  if (text === '' || text.length > 2_000) return undefined;
  const host = hostOf(text);
  if (host === undefined) return undefined;
  if (ipOctets(host) !== undefined) return { kind: 'ip', value: host };
  if (host.length > maxNameLength) return undefined;
  const [first, ...rest] = host.split('.');
  const labels = first === '*' && rest.length > 1 ? rest : [first ?? '', ...rest];
  return labels.every((one) => label.test(one)) ? { kind: 'dns', value: host } : undefined;
}

function hostOf(text: string): string | undefined {
  try {
    const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
    if (!isUrl && /[/?#]/.test(text)) return undefined;
    const isAddress = text.includes(':') && ipOctets(text) !== undefined && !text.startsWith('[');
    const url = new URL(isUrl ? text : `https://${isAddress ? `[${text}]` : text}`);
    const isHostAlone = url.username === '' && url.password === '';
    return isHostAlone ? url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '') : undefined;
  } catch {
    return undefined;
  }
}
