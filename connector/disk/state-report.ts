import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { directoryStateSchema, kerberosStateSchema, listenerSchema } from '#lib/wire/frames.ts';
import { revocationBoardSchema, tlsDifferencesSchema } from '#lib/wire/revocation-board.ts';

const stateSchema = z.object({
  pid: z.int(),
  link: z.object({
    state: z.enum(['connecting', 'online', 'waiting', 'closed']),
    since: z.number(),
    detail: z.string().optional(),
  }),
  running: z.int().nullable(),
  listener: listenerSchema,
  directory: directoryStateSchema,
  kerberos: kerberosStateSchema,
  /** Absent where an older daemon wrote it. */
  differences: tlsDifferencesSchema.optional(),
  revocation: revocationBoardSchema.optional(),
});

/** What the running daemon tells the `status` command; of no use once its process is gone. */
export type ConnectorState = z.infer<typeof stateSchema>;

export type StateReport = { readonly write: (state: ConnectorState) => void; readonly close: () => Promise<void> };

/** Writes one state after the other; of those that come meanwhile only the newest. */
export function openStateReport(folder: DataFolder, onError: (cause: unknown) => void): StateReport {
  let next: ConnectorState | undefined;
  let busy: Promise<void> | undefined;
  let isClosed = false;
  async function work(): Promise<void> {
    while (next !== undefined && !isClosed) {
      const state = next;
      next = undefined;
      await writeFileAtomically(folder.state, `${JSON.stringify(state, undefined, 2)}\n`).catch(onError);
    }
  }
  return {
    write: (state) => {
      if (isClosed) return;
      next = state;
      busy ??= work().finally(() => {
        busy = undefined;
      });
    },
    close: async () => {
      isClosed = true;
      await busy;
      await rm(folder.state, { force: true }).catch(onError);
    },
  };
}

export async function readStateReport(folder: DataFolder): Promise<ConnectorState | undefined> {
  const read = await readJsonFile(folder.state, stateSchema, '');
  return read.ok ? read.value : undefined;
}
