import type { Outcome } from '#lib/core/outcome.ts';
import { readHostName } from '#lib/pki/issue/host-name.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';

/** More than any server needs; what goes into one certificate stays readable. */
const mostHosts = 100;

/** Hosts typed into one field, divided by spaces, commas or lines, each once; or which of them is none. */
export function typedHosts(text: string): Outcome<readonly AlternativeNameToWrite[], string> {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length === 0) return { ok: false, problem: 'Give the host name of the server, like sso.fabrikam.example.' };
  if (words.length > mostHosts)
    return { ok: false, problem: `These are ${words.length} names; a certificate here takes ${mostHosts}.` };
  const hosts = new Map<string, AlternativeNameToWrite>();
  for (const word of words) {
    const host = readHostName(word);
    if (host === undefined)
      return { ok: false, problem: `“${word.slice(0, 80)}” is neither a host name nor an IP address.` };
    hosts.set(host.value, host);
  }
  return { ok: true, value: [...hosts.values()] };
}
