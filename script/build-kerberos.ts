import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

type Run = (command: string, args: readonly string[], environment?: Record<string, string>) => Promise<boolean>;

/**
 * Makes sure that the optional package kerberos is there and compiled: npm leaves it out where it could not be built, which is so
 * wherever the packages were installed before the compiler and libkrb5-dev.
 */
export async function buildKerberos(run: Run): Promise<boolean> {
  if (canLoad()) return true;
  const folder = join(root, 'node_modules/kerberos');
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (existsSync(folder)) await run('npm', ['rebuild', 'kerberos', ...flags], headers());
  if (canLoad()) return true;
  // Whatever was left behind of an earlier try would count as installed.
  await run('npm', ['install', '--no-save', `kerberos@${wantedVersion()}`, ...flags], headers());
  if (canLoad()) return true;
  console.error('The package kerberos could not be built: it needs a compiler, libkrb5-dev and the headers of Node.');
  return false;
}

/** In a process of its own: what failed to load once fails for ever in this one. */
function canLoad(): boolean {
  return spawnSync(process.execPath, ['-e', "require('kerberos')"], { cwd: root, stdio: 'ignore' }).status === 0;
}

function wantedVersion(): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  };
  return optionalDependencies?.['kerberos'] ?? 'latest';
}

/** node-gyp would fetch the headers of Node from nodejs.org; where they are on the disk they serve for any version (Node-API). */
function headers(): Record<string, string> {
  const own = dirname(dirname(process.execPath));
  // Node that came from npm has them in the package of its platform.
  const ofNpm = `node_modules/node-${process.platform}-${process.arch}`;
  const prefix = [own, join(own, ofNpm), join(own, '..', '..', ofNpm), '/usr'].find((folder) =>
    existsSync(join(folder, 'include/node/node_api.h')),
  );
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}
