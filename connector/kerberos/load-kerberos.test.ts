import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-load-kerberos-'));
  bundle = join(folder, 'bundle.mjs');
  await build({
    stdin: {
      contents: `import { loadKerberos } from '#connector/kerberos/load-kerberos.ts';
        const loaded = await loadKerberos();
        console.log(loaded.ok ? typeof loaded.value.initializeServer : loaded.problem.message);`,
      resolveDir: root,
    },
    absWorkingDir: root,
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = () => execFileSync(process.execPath, [bundle], { encoding: 'utf8' }).trim();
const packageFolder = () => join(folder, 'node_modules/kerberos');

test('a bundle without the package says what to install', () => {
  expect(run()).toMatch(/^kerberos-not-installed: .* is not installed\. .*npm install kerberos/);
});

test('a package that was never compiled is told from none', () => {
  mkdirSync(packageFolder(), { recursive: true });
  writeFileSync(join(packageFolder(), 'package.json'), '{"name":"kerberos","main":"index.js"}');
  writeFileSync(join(packageFolder(), 'index.js'), "require('./build/Release/kerberos.node');");
  expect(run()).toMatch(/^kerberos-not-installed: .* cannot be loaded \(.*kerberos\.node/);
});

test('a package that is installed next to the bundle is used', () => {
  rmSync(packageFolder(), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules/kerberos'), packageFolder());
  expect(run()).toBe('function');
});
