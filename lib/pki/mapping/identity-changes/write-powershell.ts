import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { guidText } from '#lib/pki/mapping/identity-changes/guid-text.ts';
import { commentText, type IdentityChange } from '#lib/pki/mapping/identity-changes/identity-change.ts';

/**
 * Set-ADUser of the ActiveDirectory module, one line a person. By objectGUID, which stays when somebody is renamed or moved, else by DN. ASCII
 * throughout: Windows PowerShell 5.1 reads a script without byte order mark in the machine's code page.
 */
export function writePowershell(changes: readonly IdentityChange[], heading: readonly string[] = []): string {
  const comments = heading.map((text) => `# ${commentText(text)}\r\n`).join('');
  const commands = changes.map(({ dn, objectGuid, name, identities, omitted = [] }) => {
    const identity = guidText(objectGuid) ?? dn;
    const values = identities.map(literal).join(', ');
    return [
      ...[name, ...omitted].map((text) => `# ${commentText(text)}`),
      `Set-ADUser -Identity ${literal(identity)} -Add @{altSecurityIdentities=@(${values})}`,
      '',
    ].join('\r\n');
  });
  return `${comments}#Requires -Modules ActiveDirectory\r\n\r\n${commands.join('\r\n')}`;
}

/**
 * about_Quoting_Rules: in single quotes nothing is expanded, and a quote is written twice. PowerShell takes U+2018 to U+201B for single quotes
 * too, so whatever is not ASCII goes in base64 and is no part of the script's text at all.
 */
function literal(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${toBase64(utf8(value))}')))`;
}
