import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configSchema, readConfig, writeConfig } from '#connector/disk/config.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { openBindCredentials } from '#connector/import/bind-credentials.ts';
import { bindPasswordFile, convertConfig } from '#connector/import/convert-config.ts';
import { type OriginalConfig, originalConfigSchema } from '#connector/import/original-config.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

export type Imported = { readonly taken: readonly string[]; readonly notes: readonly string[] };

/** Takes the original connector's settings over into config.json of the folder; what stands there already is not overwritten. */
export async function importConfig(originalPath: string, folder: DataFolder): Promise<Outcome<Imported>> {
  const original = await readOriginal(originalPath);
  if (!original.ok) return original;
  const present = await readConfig(folder);
  if (!present.ok) return present;
  if (present.value.directory !== undefined)
    return failure(
      'already-exists',
      `${folder.config} names a directory already, and nothing was changed. Remove “directory” from it, or name another folder with --data.`,
    );
  const converted = convertConfig(original.value, await bindPasswordOf(original.value, originalPath));
  const merged = configSchema.safeParse({ ...converted.config, ...present.value });
  if (!merged.success) {
    const [issue] = merged.error.issues;
    return failure(
      'invalid-input',
      `${originalPath}: ${issue?.path.join('.')} ${issue?.message}. Correct it there, and import again.`,
    );
  }
  if (converted.bindPassword !== undefined)
    await writeFileAtomically(join(folder.path, bindPasswordFile), converted.bindPassword);
  await writeConfig(folder, merged.data);
  return success({ taken: Object.keys(converted.config), notes: converted.notes });
}

async function readOriginal(path: string): Promise<Outcome<OriginalConfig>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    return failure('not-found', `${path} cannot be read (${reasonOf(cause)}).`);
  }
  try {
    const parsed = originalConfigSchema.safeParse(JSON.parse(text));
    if (parsed.success) return success(parsed.data);
    const [issue] = parsed.error.issues;
    return failure('invalid-input', `${path}: ${issue?.path.join('.')} does not fit (${issue?.message}).`);
  } catch {
    return failure('invalid-input', `${path} is not JSON. Name the config.json of the original connector.`);
  }
}

async function bindPasswordOf(original: OriginalConfig, path: string): Promise<string | undefined> {
  const { LDAP_BIND_PASSWORD: clear, LDAP_BIND_CREDENTIALS: sealed } = original;
  if (clear !== undefined && clear !== '') return clear;
  if (sealed === undefined) return undefined;
  const key = await readFile(join(dirname(path), 'certs', 'cert.key'), 'utf8').catch(() => undefined);
  return key === undefined ? undefined : openBindCredentials(sealed, key);
}
