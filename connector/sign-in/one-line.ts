/** Names come out of certificates and directories: they steer no terminal, and are cut to what the protocol takes. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ');
  if (line.length <= maxLength) return line;
  // Never half of a surrogate pair.
  return `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
