import type { z } from 'zod';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** Reads what a form or a machine sent. Each field that does not fit is named with its sentence. */
export function parseInput<Value>(schema: z.ZodType<Value>, input: unknown): Outcome<Value> {
  const parsed = schema.safeParse(input);
  const fields: Record<string, string> = {};
  if (parsed.success) {
    const path = unstorablePath(parsed.data, []);
    if (path === undefined) return success(parsed.data);
    fields[path.join('.')] = 'This holds a character that is no text (U+0000 or half of a pair). Remove it.';
  } else {
    for (const issue of parsed.error.issues) {
      const at = issue.path.map(String).join('.');
      fields[at] ??= issue.message;
    }
  }
  const [[path, sentence] = ['', '']] = Object.entries(fields);
  return failure('invalid-input', path === '' ? sentence : `${path}: ${sentence}`, { fields });
}

/** PostgreSQL stores neither U+0000 nor lone surrogates. */
function unstorablePath(value: unknown, path: readonly (string | number)[]): readonly (string | number)[] | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorablePath(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** JSON of what connectors said, made storable: refusing one connector's text would hold up all the others. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? inner.replaceAll('\0', '').toWellFormed() : inner,
  );
}

/** The largest revision the database can name; a connector may say any number. */
export const maxRevision = 2_147_483_647;
