import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** The file's value, undefined where there is no such file, or a sentence that names the file and the field. */
export async function readJsonFile<Value>(
  path: string,
  schema: z.ZodType<Value>,
  remedy: string,
): Promise<Outcome<Value | undefined>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return success(undefined);
    return failure('unavailable', `${path} cannot be read: ${reasonOf(cause)}. Check the rights of the file.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return failure('invalid-input', `${path} is not JSON (${withoutContent(cause)}). ${remedy}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return success(parsed.data);
  const wrong = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
    .join('; ');
  return failure('invalid-input', `${path} does not fit: ${wrong}. ${remedy}`);
}

/** JSON.parse quotes the text it failed on, which may be a key. */
function withoutContent(cause: unknown): string {
  return /position \d+[^,]*/.exec(String(cause))?.[0] ?? 'it ends too early';
}

export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return code === undefined || cause.message.includes(code) ? cause.message : `${code}: ${cause.message}`;
}
