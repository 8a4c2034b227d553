import type { AuthorityRevocation, Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import type { Finding } from '#lib/core/finding.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { crlUrls, ocspUrls } from '#lib/pki/revocation/crl-urls.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import { findListSigner } from '#lib/pki/revocation/signer-search.ts';

/** What is found about how revocation is looked up, authority by authority. `at` in milliseconds since 1970. */
export async function checkRevocation(
  { revocation }: Settings,
  authorities: readonly Certificate[],
  at: number,
): Promise<Finding[]> {
  const rules = revocation.authorities ?? [];
  const found = await Promise.all(rules.map((rule) => checkRule(rule, authorities, at)));
  return [...found.flat(), ...withoutPlace({ revocation }, authorities)];
}

async function checkRule(
  rule: AuthorityRevocation,
  authorities: readonly Certificate[],
  at: number,
): Promise<Finding[]> {
  const issuer = authorities.find(({ spkiFingerprint }) => spkiFingerprint === rule.authority);
  if (issuer === undefined) return [settingsFinding('REVOCATION-RULE-UNUSED', `${rule.authority.slice(0, 12)}…`)];
  if (rule.mode === 'off' || rule.source.kind !== 'uploaded') return [];
  const found = await Promise.all(rule.source.lists.map((list) => checkUploadedList(list, issuer, authorities, at)));
  return found.flat();
}

async function checkUploadedList(
  base64: string,
  issuer: Certificate,
  authorities: readonly Certificate[],
  at: number,
): Promise<Finding[]> {
  const name = displayName(issuer);
  const der = fromBase64(base64);
  const parsed = der === undefined ? undefined : parseCrl(der);
  if (parsed === undefined || !parsed.ok) {
    const why = parsed?.ok === false ? parsed.problem.message : 'it is not base64';
    return [
      settingsFinding('REVOCATION-LIST-UNUSABLE', name, `A list that was uploaded for it cannot be read: ${why}.`),
    ];
  }
  const list = parsed.value;
  if (!isSameName(list.issuer, issuer.subject) && list.scope?.isIndirect !== true) {
    const message = `A list that was uploaded for it is that of “${list.issuer.text}”.`;
    return [settingsFinding('REVOCATION-LIST-UNUSABLE', name, message)];
  }
  const signer = await findListSigner(list, [issuer, ...authorities]);
  if ('fault' in signer)
    return [
      settingsFinding(
        'REVOCATION-LIST-UNUSABLE',
        name,
        `A list that was uploaded for it does not count: ${signer.fault}.`,
      ),
    ];
  const { nextUpdate } = list;
  if (nextUpdate === undefined || at <= nextUpdate) return [];
  const message = `A list that was uploaded for it ended on ${dayText(nextUpdate)}; it still says who was revoked, and nothing of anybody else.`;
  return [settingsFinding('REVOCATION-LIST-ENDED', name, message)];
}

/** Under `fail-closed` an authority that does not say where it is looked up lets nobody below it in. */
function withoutPlace({ revocation }: Pick<Settings, 'revocation'>, authorities: readonly Certificate[]): Finding[] {
  const rules = new Map((revocation.authorities ?? []).map((rule) => [rule.authority, rule]));
  return authorities.flatMap((certificate) => {
    if (isSelfIssued(certificate) || crlUrls(certificate).length + ocspUrls(certificate).length > 0) return [];
    const issuer = authorities.find(({ subject }) => isSameName(subject, certificate.issuer));
    const rule = issuer === undefined ? undefined : rules.get(issuer.spkiFingerprint);
    const isNeeded =
      (rule?.mode ?? revocation.mode) === 'fail-closed' && (rule?.source.kind ?? 'certificate') === 'certificate';
    if (!isNeeded) return [];
    const found = settingsFinding('REVOCATION-NO-LIST', displayName(certificate));
    return [{ ...found, fingerprint: certificate.fingerprint }];
  });
}
