import { fromBase64, utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** A list that came with the settings; without `list` it could not be read. */
export type UploadedList = {
  readonly list: RevocationList | undefined;
  readonly bytes: number;
  readonly fault: string | undefined;
};

/** What counts for the certificates that one authority issued, and where it is looked up. */
export type AuthorityRule = {
  readonly mode: RevocationMode;
  readonly source:
    | { readonly kind: 'certificate' }
    | { readonly kind: 'url'; readonly crlUrl: string; readonly deltaUrl?: string | undefined }
    | { readonly kind: 'ocsp'; readonly url: string }
    | { readonly kind: 'uploaded'; readonly lists: readonly UploadedList[] };
};

/** What one revision says of revocation. */
export type RevocationPlan = {
  /** The same for plans that say the same. */
  readonly id: string;
  /** All who are trusted: another one of them may sign an authority's lists. */
  readonly authorities: readonly Certificate[];
  readonly ruleOf: (issuer: Pick<Certificate, 'spkiFingerprint'>) => AuthorityRule;
};

export async function readRevocationPlan(
  revocation: ConnectorSettings['revocation'],
  trusted: readonly Certificate[] = [],
): Promise<RevocationPlan> {
  const { mode, authorities = [] } = revocation;
  const general: AuthorityRule = { mode, source: { kind: 'certificate' } };
  const rules = new Map(
    authorities.map(({ authority, mode: own, source }): [string, AuthorityRule] => [
      authority,
      source.kind === 'uploaded'
        ? { mode: own, source: { kind: 'uploaded', lists: source.lists.map(readUploaded) } }
        : { mode: own, source },
    ]),
  );
  return {
    id: await sha256Hex(utf8(JSON.stringify(revocation))),
    authorities: trusted,
    ruleOf: ({ spkiFingerprint }) => rules.get(spkiFingerprint) ?? general,
  };
}

function readUploaded(base64: string): UploadedList {
  const der = fromBase64(base64);
  if (der === undefined) return { list: undefined, bytes: 0, fault: 'it is not base64' };
  const parsed = parseCrl(der);
  return parsed.ok
    ? { list: parsed.value, bytes: der.length, fault: undefined }
    : { list: undefined, bytes: der.length, fault: parsed.problem.message };
}

/** Whether an authority is asked at the same places under both. */
export function isSameSource(a: AuthorityRule['source'], b: AuthorityRule['source']): boolean {
  if (a.kind === 'url') return b.kind === 'url' && a.crlUrl === b.crlUrl && a.deltaUrl === b.deltaUrl;
  if (a.kind === 'ocsp') return b.kind === 'ocsp' && a.url === b.url;
  return a.kind === b.kind;
}
