import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { commentText, type IdentityChange } from '#lib/pki/mapping/identity-changes/identity-change.ts';

/**
 * RFC 2849: `ldif-changes = version-spec 1*(SEP ldif-change-record)`, each record here a `change-modify` that adds values. ASCII throughout, so
 * that no tool can read it in another encoding.
 */
export function writeLdif(changes: readonly IdentityChange[], heading: readonly string[] = []): string {
  const records = changes.map(({ dn, name, identities, omitted = [] }) =>
    [
      ...[name, ...omitted].map((text) => `# ${commentText(text)}`),
      attributeLine('dn', dn),
      'changetype: modify',
      'add: altSecurityIdentities',
      ...identities.map((identity) => attributeLine('altSecurityIdentities', identity)),
      '-',
    ].join('\n'),
  );
  const comments = heading.map((text) => `# ${commentText(text)}`);
  return `${[[...comments, 'version: 1'].join('\n'), ...records].join('\n\n')}\n`;
}

/** RFC 2849: `value-spec = ":" ( FILL 0*1(SAFE-STRING) / ":" FILL (BASE64-STRING) / … )`. */
function attributeLine(attribute: string, value: string): string {
  return isSafe(value) ? `${attribute}: ${value}` : `${attribute}:: ${toBase64(utf8(value))}`;
}

/**
 * RFC 2849: SAFE-INIT-CHAR is "any value <= 127 except NUL, LF, CR, SPACE, colon and less-than", SAFE-CHAR "any value <= 127 except NUL, LF, and
 * CR"; note 8: "Values or distinguished names that end with SPACE SHOULD be base-64 encoded." Other control characters are encoded as well.
 */
function isSafe(value: string): boolean {
  return /^[\x21-\x39\x3b\x3d-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value);
}
