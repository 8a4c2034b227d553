import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** The files of one connector. */
export type DataFolder = {
  readonly path: string;
  readonly config: string;
  readonly keys: string;
  readonly enrolment: string;
  readonly revision: string;
  readonly lock: string;
  readonly state: string;
};

export function dataFolder(path: string): DataFolder {
  const folder = resolve(path);
  return {
    path: folder,
    config: join(folder, 'config.json'),
    keys: join(folder, 'keys.json'),
    enrolment: join(folder, 'enrolment.json'),
    revision: join(folder, 'revision.json'),
    lock: join(folder, 'connector.lock'),
    state: join(folder, 'state.json'),
  };
}

export async function makeDataFolder(folder: DataFolder): Promise<Outcome<void>> {
  try {
    await mkdir(folder.path, { recursive: true, mode: 0o700 });
    return success(undefined);
  } catch (cause) {
    return failure(
      'unavailable',
      `The data folder ${folder.path} cannot be made: ${reasonOf(cause)}. Choose another one with --data.`,
    );
  }
}
