import { type FetchRequest, fault, fetchBody, listLimits } from '#connector/sign-in/revocation/fetch-body.ts';
import {
  type FetchFault,
  type FreshKeeper,
  type FreshTimes,
  keepFresh,
} from '#connector/sign-in/revocation/keep-fresh.ts';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import { findListSigner } from '#lib/pki/revocation/signer-search.ts';

/** An address at which an authority publishes a list. */
export type ListSource = {
  readonly kind: 'crl' | 'delta';
  readonly url: string;
  readonly issuer: Certificate;
  /** Of the certificate that named it: whoever signed the list instead of the issuer may be there. */
  readonly path?: readonly Certificate[];
};

export type ListKeeper = FreshKeeper<ListSource, RevocationList>;

export type ListKeeperParts = {
  readonly now: () => number;
  /** All who are trusted: another key of the authority, or another authority, may sign its lists. */
  readonly authorities?: () => readonly Certificate[];
  /** Something is known now that was not, or no longer. */
  readonly onChange?: () => void;
  readonly fetch?: (request: FetchRequest, stop: AbortSignal) => Promise<Outcome<Bytes, FetchFault>>;
  readonly times?: FreshTimes;
  readonly maxBytes?: number;
};

/** Keeps revocation lists, and looks for the next one before they end (RFC 5280 section 5.1.2.5). */
export function keepLists(parts: ListKeeperParts): ListKeeper {
  const { now, authorities = () => [], onChange = () => {}, fetch = fetchBody, times } = parts;
  return keepFresh<ListSource, RevocationList>({
    keyOf: ({ kind, url, issuer }) => `${issuer.spkiFingerprint} ${kind} ${url}`,
    fetch: async ({ url, issuer, path = [] }, kept, _at, stop) => {
      const body = await fetch({ url, limits: listLimits }, stop);
      if (!body.ok) return body;
      if (kept !== undefined && equalBytes(body.value, kept.der)) return success(kept);
      const list = await readGenuine(body.value, issuer, [...path, ...authorities()]);
      // An older list than the one that is kept would give back what was taken since.
      return list.ok && kept !== undefined && list.value.thisUpdate < kept.thisUpdate ? success(kept) : list;
    },
    endOf: ({ nextUpdate }) => nextUpdate ?? Number.POSITIVE_INFINITY,
    bytesOf: ({ der }) => der.length,
    maxBytes: parts.maxBytes ?? 256 * 1024 * 1024,
    maxPlaces: 500,
    isRenewedUnused: true,
    now,
    onChange,
    ...(times === undefined ? {} : { times }),
  });
}

/** Lists come unencrypted: whoever is on the way could else put a newer one of their own in the place of the authority's. */
async function readGenuine(
  body: Bytes,
  issuer: Certificate,
  others: readonly Certificate[],
): Promise<Outcome<RevocationList, FetchFault>> {
  const parsed = parseCrl(body);
  if (!parsed.ok) return fault('unusable', parsed.problem.message);
  const list = parsed.value;
  if (!isSameName(list.issuer, issuer.subject) && list.scope?.isIndirect !== true)
    return fault('unusable', `it is no list of “${displayName(issuer)}” but of “${list.issuer.text}”`);
  const signer = await findListSigner(list, [issuer, ...others]);
  return 'fault' in signer ? fault('unusable', signer.fault) : success(list);
}
