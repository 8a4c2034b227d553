import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { type EnrolmentFacts, enrolmentFactsSchema } from '#lib/wire/enrolment.ts';

const recordSchema = z.object({ format: z.literal(1), ...enrolmentFactsSchema.shape, enrolledAt: z.number() });

/** What Gatehouse answered when the connector enrolled; its key is pinned from then on. */
export type EnrolmentRecord = z.infer<typeof recordSchema>;

export async function readEnrolmentRecord(folder: DataFolder): Promise<Outcome<EnrolmentRecord | undefined>> {
  return readJsonFile(
    folder.enrolment,
    recordSchema,
    'Restore the file from a backup, or enrol anew into an empty folder.',
  );
}

export async function writeEnrolmentRecord(folder: DataFolder, facts: EnrolmentFacts, now: number): Promise<void> {
  const record: EnrolmentRecord = { format: 1, ...facts, enrolledAt: now };
  await writeFileAtomically(folder.enrolment, `${JSON.stringify(record, undefined, 2)}\n`);
}
