import { readFileSync, writeFileSync } from 'node:fs';

/*
 * A registry that lacks a package for some foreign platform makes npm leave it out of the lock, and `npm ci` then refuses
 * the lock as incomplete. This adds what is missing as an entry that says for which platform it is, and so is skipped
 * everywhere else. Run after every `npm install` that changed the lock; `--check` only tells whether something is missing.
 */

type LockEntry = {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optional?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, LockEntry> };

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** Where Node would look for `name` from inside the package at `from`, nearest first. */
function places(from: string, name: string): string[] {
  const found = [];
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    found.push(`${at === '' ? '' : `${at}/`}node_modules/${name}`);
    if (at === '') return found;
  }
}

function stub(name: string, range: string, parent: LockEntry): LockEntry {
  const words = name.split(/[-/_]/);
  const os = systems.filter((system) => words.includes(system) || (system === 'openharmony' && words.includes('ohos')));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length === 0 && cpu.length === 0) throw new Error(`${name}: cannot tell its platform from its name`);
  const libc = words.includes('musl')
    ? ['musl']
    : words.includes('gnu') && os.includes('linux')
      ? ['glibc']
      : undefined;
  return {
    version: range.replace(/^[^\d]*/, ''),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(parent.dev === true ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc }),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

const file = new URL('../package-lock.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const lock = JSON.parse(text) as Lock;
const added: string[] = [];

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const candidates = places(path, name);
    if (candidates.some((place) => lock.packages[place] !== undefined)) continue;
    // Beside the package that asks for it: at the top another version may be wanted.
    const place = path.includes('/node_modules/') ? (candidates[0] ?? '') : (candidates.at(-1) ?? '');
    lock.packages[place] = stub(name, range, entry);
    added.push(`${place} ${range}`);
  }
}

if (added.length === 0) console.log('package-lock.json is complete.');
else if (process.argv.includes('--check')) {
  console.error(`package-lock.json lacks:\n  ${added.join('\n  ')}\nRun: node script/complete-lock.ts`);
  process.exitCode = 1;
} else {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`Added to package-lock.json:\n  ${added.join('\n  ')}`);
}
