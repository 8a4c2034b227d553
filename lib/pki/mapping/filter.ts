import type { Bytes } from '#lib/core/bytes.ts';

/** A search filter (RFC 4511 section 4.5.1.7) as data: what goes into it is never part of a text that is parsed. */
export type Filter =
  | { readonly kind: 'equal'; readonly attribute: string; readonly value: string | Bytes }
  | { readonly kind: 'present'; readonly attribute: string }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] };

/** The filter's string form (RFC 4515 section 3), for people to read; searches use the data. */
export function filterText(filter: Filter): string {
  switch (filter.kind) {
    case 'equal':
      return `(${filter.attribute}=${escapeValue(filter.value)})`;
    case 'present':
      return `(${filter.attribute}=*)`;
    case 'and':
      return `(&${filter.filters.map(filterText).join('')})`;
    case 'or':
      return `(|${filter.filters.map(filterText).join('')})`;
  }
}

/** RFC 4515 section 3: NUL, parentheses, asterisk and backslash are written as a backslash and two hexadecimal digits. */
function escapeValue(value: string | Bytes): string {
  if (typeof value !== 'string') return [...value].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  return value.replaceAll(/[\0()*\\]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
