/** Whether a text from a URL or a frame can be an id at all; PostgreSQL fails on U+0000 instead of finding nothing. */
export function isId(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}
