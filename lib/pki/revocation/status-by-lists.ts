import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { type CombinedList, combineLists, entryOf } from '#lib/pki/revocation/combine-lists.ts';
import { distributionPoints } from '#lib/pki/revocation/distribution-points.ts';
import { listReasons } from '#lib/pki/revocation/list-reasons.ts';
import { allReasons, noReasons, type ReasonMask } from '#lib/pki/revocation/reason-mask.ts';
import type { RevocationList, RevokedEntry } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationSource } from '#lib/pki/revocation/revocation-verdict.ts';
import type { SignerFinding } from '#lib/pki/revocation/signer-search.ts';

/** What is known of a certificate by one kind of evidence. */
export type Finding =
  | { readonly kind: 'good'; readonly sources: readonly RevocationSource[] }
  | { readonly kind: 'revoked'; readonly entry: RevokedEntry; readonly sources: readonly RevocationSource[] }
  | { readonly kind: 'unknown'; readonly detail: string };

type Usable = { readonly combined: CombinedList; readonly reasons: ReasonMask; readonly signer: Certificate };

/**
 * What lists say of a certificate (RFC 5280 section 6.3.3): those in whose scope it is, the newest first, until every reason for which it could have
 * been revoked is covered. A list that ended still proves what it lists.
 */
export async function statusByLists(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  at: number,
  signerOf: (list: RevocationList) => Promise<SignerFinding>,
): Promise<Finding> {
  const name = displayName(issuer);
  const points = distributionPoints(certificate);
  if (points === undefined)
    return { kind: 'unknown', detail: `The CRL distribution points of “${displayName(certificate)}” cannot be read.` };
  const deltas = lists.filter(({ baseNumber }) => baseNumber !== undefined);
  const usable: Usable[] = [];
  let why: string | undefined;
  for (const list of lists) {
    if (list.baseNumber !== undefined) continue;
    const reasons = listReasons(list, certificate, points);
    if (reasons === noReasons) continue;
    const found = await signerOf(list);
    if ('fault' in found) why ??= found.fault;
    else usable.push({ combined: await combineLists(list, found.signer, deltas, at), reasons, signer: found.signer });
  }
  const read = readLists(certificate, inOrder(withOwnKey(usable, issuer), at));
  if (read.kind !== 'unknown') return read;
  why = read.why ?? why;
  const detail =
    why === undefined
      ? `There is no revocation list of “${name}” for this certificate.`
      : `The revocation list of “${name}” does not count: ${why}.`;
  return { kind: 'unknown', detail };
}

/**
 * Some authorities keep one list for each of their keys, although RFC 5280 section 5 has one for the name: where one by the key that signed the
 * certificate is there, one by another key says nothing.
 */
function withOwnKey(usable: readonly Usable[], issuer: Certificate): readonly Usable[] {
  const own = usable.filter(({ signer }) => signer.spkiFingerprint === issuer.spkiFingerprint);
  return own.length === 0 ? usable : own;
}

/** Those that count now first, the newest first: they say what became of those that were on hold. */
function inOrder(usable: readonly Usable[], at: number): readonly Usable[] {
  const rank = ({ combined }: Usable) => {
    if (combined.staleness === undefined) return 0;
    return combined.thisUpdate <= at ? 1 : 2;
  };
  return usable.toSorted((a, b) => rank(a) - rank(b) || b.combined.thisUpdate - a.combined.thisUpdate);
}

type Reading = Exclude<Finding, { kind: 'unknown' }> | { readonly kind: 'unknown'; readonly why: string | undefined };

function readLists(certificate: Certificate, usable: readonly Usable[]): Reading {
  const sources: RevocationSource[] = [];
  const scopes = new Set<string>();
  let covered = noReasons;
  let why: string | undefined;
  for (const { combined, reasons } of usable) {
    // (e): "Verify that the interim_reasons_mask includes one or more reasons that are not included in the reasons_mask."
    if ((reasons & ~covered) === 0) continue;
    // An older list of the same kind was replaced, even if the newer one ended.
    const scope = `${combined.base.issuer.text} ${combined.base.scope?.octets ?? ''}`;
    if (scopes.has(scope)) continue;
    scopes.add(scope);
    const entry = entryOf(combined, certificate);
    if (entry !== undefined) return { kind: 'revoked', entry, sources: sourcesOf(combined) };
    const reason = combined.staleness ?? entriesFault(combined);
    if (reason !== undefined) {
      why ??= reason;
      continue;
    }
    covered |= reasons;
    sources.push(...sourcesOf(combined));
    if (covered === allReasons) return { kind: 'good', sources };
  }
  if (why === undefined && covered !== noReasons)
    why = 'it is for some of the reasons only, and there is none for the others';
  return { kind: 'unknown', why };
}

/**
 * RFC 5280 section 5.3: "If a CRL contains a critical CRL entry extension that the application cannot process, then the application MUST NOT use that
 * CRL to determine the status of any certificates." To call somebody revoked who is on it is the safe side.
 */
function entriesFault({ base, delta }: CombinedList): string | undefined {
  const [first] = [...base.unprocessedEntries, ...(delta?.unprocessedEntries ?? [])];
  return first === undefined
    ? undefined
    : `one of its entries makes a condition that is not understood here (${extensionName(first)})`;
}

function sourcesOf({ base, delta }: CombinedList): readonly RevocationSource[] {
  const lists = delta === undefined ? [base] : [base, delta];
  return lists.map(({ issuer, thisUpdate, nextUpdate, baseNumber }) => ({
    kind: baseNumber === undefined ? 'crl' : 'delta-crl',
    issuer: issuer.text,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  }));
}
