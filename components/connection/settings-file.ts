import { type Settings, settingsSchema } from '#lib/contracts/settings.ts';
import type { Outcome } from '#lib/core/outcome.ts';

const maxFileBytes = 4 * 1024 * 1024;

/** Reads an exported settings file; says which part of it is wrong where it is not one. */
export async function readSettingsFile(file: Blob & { name: string }): Promise<Outcome<Settings, string[]>> {
  if (file.size > maxFileBytes) return { ok: false, problem: [`${file.name} is larger than 4 MiB; no settings are.`] };
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch {
    return { ok: false, problem: [`${file.name} is not JSON. Choose a file that Gatehouse exported.`] };
  }
  const settings = settingsSchema.safeParse(content);
  if (settings.success) return { ok: true, value: settings.data };
  const sentences = settings.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  return { ok: false, problem: sentences };
}
