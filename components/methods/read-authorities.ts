import { fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import { findListSigner } from '#lib/pki/revocation/signer-search.ts';

/** One key that issues: an authority with several certificates is one. */
export type IssuingKey = { readonly authority: string; readonly name: string };

export async function readCertificatesOf(caCertificates: readonly string[]): Promise<readonly Certificate[]> {
  const read = await Promise.all(caCertificates.map((one) => parseCertificate(fromBase64(one) ?? new Uint8Array())));
  return read.flatMap((one) => (one.ok ? [one.value] : []));
}

export function issuingKeys(certificates: readonly Certificate[]): readonly IssuingKey[] {
  const byKey = new Map(certificates.map((one) => [one.spkiFingerprint, displayName(one)]));
  return [...byKey].map(([authority, name]) => ({ authority, name })).sort((a, b) => a.name.localeCompare(b.name));
}

/** As much as the settings keep of one list, in bytes. */
const maxListBytes = 512 * 1024;

export type UploadedReading =
  | { readonly ok: true; readonly list: string; readonly note: string }
  | { readonly ok: false; readonly problem: string };

/** A dropped file as a list of this authority, or a sentence of what is wrong with it. `at` in milliseconds since 1970. */
export async function readUploadedList(
  file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> },
  authority: string,
  certificates: readonly Certificate[],
  at: number,
): Promise<UploadedReading> {
  const wrong = (words: string): UploadedReading => ({ ok: false, problem: `${file.name}: ${words}` });
  const issuer = certificates.find(({ spkiFingerprint }) => spkiFingerprint === authority);
  if (issuer === undefined) return wrong('its authority is not among the CA certificates any more.');
  const parsed = parseCrl(file.bytes);
  if (!parsed.ok) return wrong(`this is no revocation list that can be read: ${parsed.problem.message}.`);
  const list = parsed.value;
  if (list.der.length > maxListBytes)
    return wrong('a list of more than 512 KiB cannot be kept in the settings; name the address where it is published.');
  if (!isSameName(list.issuer, issuer.subject) && list.scope?.isIndirect !== true)
    return wrong(`this is the list of “${list.issuer.text}”, not of “${displayName(issuer)}”.`);
  const signer = await findListSigner(list, [issuer, ...certificates]);
  if ('fault' in signer) return wrong(`it does not count: ${signer.fault}.`);
  return { ok: true, list: toBase64(list.der), note: listNote(list, at) };
}

/** `1,204 entries, until 3 May 2026`. */
export function uploadedNote(list: string, at: number): string {
  const der = fromBase64(list);
  const parsed = der === undefined ? undefined : parseCrl(der);
  return parsed?.ok ? listNote(parsed.value, at) : 'cannot be read';
}

function listNote(
  { entryCount, nextUpdate }: { readonly entryCount: number; readonly nextUpdate?: number },
  at: number,
) {
  const entries = `${entryCount.toLocaleString('en')} ${entryCount === 1 ? 'entry' : 'entries'}`;
  if (nextUpdate === undefined) return `${entries}, no end`;
  return at > nextUpdate ? `${entries}, ended on ${dayText(nextUpdate)}` : `${entries}, until ${dayText(nextUpdate)}`;
}
