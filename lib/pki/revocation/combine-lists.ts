import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { listFault, staleness } from '#lib/pki/revocation/list-fault.ts';
import type { RevocationList, RevokedEntry } from '#lib/pki/revocation/revocation-list.ts';

/** A complete list with the changes since, where there are any. */
export type CombinedList = {
  readonly base: RevocationList;
  readonly delta?: RevocationList;
  /** Of the newer one of both. */
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  /** Why it says nothing of who is not on it, as the end of a sentence. */
  readonly staleness?: string;
};

/**
 * The list together with the newest list of changes that fits (RFC 5280 section 5.2.4): of the same issuer and key, of the same scope, its base not
 * newer than the list, itself newer than the list. Section 6.3.3 (a)(1)(i): a list that ended is current again with changes that have not.
 */
export async function combineLists(
  base: RevocationList,
  signer: Certificate,
  deltas: readonly RevocationList[],
  at: number,
): Promise<CombinedList> {
  const fitting = deltas
    .filter((delta) => fits(delta, base))
    // What begins later comes last: it is of use only where nothing else is there.
    .sort((a, b) => Number(a.thisUpdate > at) - Number(b.thisUpdate > at) || b.thisUpdate - a.thisUpdate);
  for (const delta of fitting) {
    // (h): "validate the signature on the delta CRL using the public key validated in step (f)".
    if ((await listFault(delta, signer)) !== undefined) continue;
    const baseStale = staleness(base, at);
    const deltaStale = staleness(delta, at);
    const isCurrent = baseStale === undefined || (deltaStale === undefined && at >= base.thisUpdate);
    const newer = deltaStale === undefined ? delta : base;
    return { base, delta, ...timesOf(newer), ...(isCurrent ? {} : { staleness: baseStale }) };
  }
  const stale = staleness(base, at);
  return { base, ...timesOf(base), ...(stale === undefined ? {} : { staleness: stale }) };
}

function timesOf({ thisUpdate, nextUpdate }: RevocationList): Pick<CombinedList, 'thisUpdate' | 'nextUpdate'> {
  return { thisUpdate, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
}

function fits(delta: RevocationList, base: RevocationList): boolean {
  const { baseNumber, number } = delta;
  if (baseNumber === undefined || base.number === undefined || baseNumber > base.number) return false;
  if (number !== undefined && number <= base.number) return false;
  return isSameName(delta.issuer, base.issuer) && delta.scope?.octets === base.scope?.octets;
}

/** RFC 5280 section 6.3.3 (i) to (k): the changes go before the list; who was taken off is no longer on it. */
export function entryOf({ base, delta }: CombinedList, { serial, issuer }: Certificate): RevokedEntry | undefined {
  const entry = delta?.find(serial, issuer) ?? base.find(serial, issuer);
  return entry?.reason === 'remove-from-crl' ? undefined : entry;
}
