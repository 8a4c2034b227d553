import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../script/trial-files.ts', import.meta.url));

/** Mints the README's certificates, good and bad, into a folder. */
export async function writeTrialFiles(directory: string): Promise<void> {
  await promisify(execFile)('node', [script, directory]);
}
