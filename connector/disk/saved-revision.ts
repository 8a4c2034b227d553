import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import type { Outcome } from '#lib/core/outcome.ts';

const savedSchema = z.strictObject({
  format: z.literal(1),
  packed: z.string(),
  signature: z.string(),
  sealedKey: z.string().nullable(),
});

/**
 * The last good revision as it came: signed by Gatehouse and with the SSL key still sealed, so that the disk holds nothing that
 * is not checked again at the next start, and no clear SSL key.
 */
export type SavedRevision = Omit<z.infer<typeof savedSchema>, 'format'>;

export async function readSavedRevision(folder: DataFolder): Promise<Outcome<SavedRevision | undefined>> {
  return readJsonFile(folder.revision, savedSchema, 'The connector waits for Gatehouse to send the settings again.');
}

export async function writeSavedRevision(folder: DataFolder, revision: SavedRevision): Promise<void> {
  const { packed, signature, sealedKey } = revision;
  await writeFileAtomically(folder.revision, JSON.stringify({ format: 1, packed, signature, sealedKey }));
}
