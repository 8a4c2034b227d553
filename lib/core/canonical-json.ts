/** Nothing that is kept comes near this; it keeps a foreign file from exhausting the stack. */
const deepest = 64;

/**
 * The one way to write a JSON value, whatever order its keys and whatever spelling its numbers had (RFC 8785). Undefined where a value has
 * none: a number that is not finite, half of a surrogate pair, something that is no JSON, more than 64 levels.
 */
export function canonicalJson(value: unknown, level = 0): string | undefined {
  switch (typeof value) {
    case 'string':
      // RFC 8785 section 3.2.2.2: strings as ECMAScript writes them, and "lone surrogates" "MUST cause a compliant JCS implementation to
      // terminate with an appropriate error".
      return value.isWellFormed() ? JSON.stringify(value) : undefined;
    case 'number':
      // Section 3.2.2.3: numbers as ECMAScript writes them, and "occurrences of NaN or Infinity MUST cause" such an error as well.
      return Number.isFinite(value) ? JSON.stringify(value) : undefined;
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (level >= deepest) return undefined;
      return Array.isArray(value) ? canonicalArray(value, level + 1) : canonicalObject(value, level + 1);
    default:
      return undefined;
  }
}

function canonicalArray(values: readonly unknown[], level: number): string | undefined {
  const parts = Array.from(values, (one) => canonicalJson(one, level));
  return parts.includes(undefined) ? undefined : `[${parts.join(',')}]`;
}

function canonicalObject(value: object, level: number): string | undefined {
  const parts: string[] = [];
  // Section 3.2.3: "Property name strings to be sorted are formatted as arrays of UTF-16 code units", which is how `<` compares.
  for (const [name, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [key, written] = [canonicalJson(name), canonicalJson(inner, level)];
    if (key === undefined || written === undefined) return undefined;
    parts.push(`${key}:${written}`);
  }
  return `{${parts.join(',')}}`;
}
