import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '#server/start-problem.ts';

/** The master secret: from the settings, or from a file that the first start makes. All other secrets come from it. */
export function loadSecret(settings: {
  readonly secret: string | undefined;
  readonly dataDirectory: string;
}): Uint8Array {
  if (settings.secret !== undefined) return Buffer.from(settings.secret, 'utf8');
  mkdirSync(settings.dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(settings.dataDirectory, 'secret');
  try {
    // Refuses to write over a file that is there, also when two processes start at once.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32)
    throw new StartProblem(
      `The secret in ${file} is damaged; bring the file back from a backup of the data directory.`,
    );
  return Buffer.from(secret, 'utf8');
}

/** A secret for one purpose; it tells nothing about the master secret or those for other purposes. */
export function deriveSecret(master: Uint8Array, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', master, '', `gatehouse ${purpose}`, 32)).toString('base64url');
}
