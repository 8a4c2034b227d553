import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What tests need beside Node: a Debian package, and how to tell that it is there. */
const parts: readonly { readonly debian: string; readonly isThere: () => boolean }[] = [
  { debian: 'chromium', isThere: () => isOnPath('chromium') },
  { debian: 'libnss3-tools', isThere: () => isOnPath('certutil') },
  { debian: 'openssl', isThere: () => isOnPath('openssl') },
  { debian: 'postgresql', isThere: () => postgresPrograms() !== undefined },
];

/** Where initdb and postgres are; Debian keeps them off PATH. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...pathFolders()].find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  );
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter);
}

function isOnPath(program: string): boolean {
  return pathFolders().some((folder) => existsSync(join(folder, program)));
}

type Run = (command: string, args: readonly string[], environment?: Record<string, string>) => Promise<boolean>;

/** Installs what is missing where it may; else says what to install. Resolves with whether all is there. */
export async function installTestParts(run: Run): Promise<boolean> {
  const missing = () => parts.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);
  const wanted = missing();
  if (wanted.length === 0) return true;
  const command = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    console.error(`Some tests need programs that are not installed here. On Debian, as root: ${command}`);
    return false;
  }
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], quiet);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], quiet);
  const left = missing();
  if (left.length > 0) console.error(`Could not be installed: ${left.join(', ')}. Tests that need them will fail.`);
  return left.length === 0;
}
