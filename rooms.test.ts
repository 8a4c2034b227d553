import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** The import law as it was agreed on: a room, and the rooms it may import beside itself. */
const agreed: Readonly<Record<string, readonly string[]>> = {
  'lib/core': [],
  'lib/pki': ['lib/core'],
  'lib/flow': ['lib/core'],
  'lib/wire': ['lib/core'],
  'lib/contracts': ['lib/pki', 'lib/flow', 'lib/core'],
  'lib/db': ['lib/contracts', 'lib/core'],
  'lib/services': ['lib/db', 'lib/contracts', 'lib/wire', 'lib/pki', 'lib/flow', 'lib/core'],
  'lib/bff': ['lib/services', 'lib/contracts', 'lib/core'],
  'components/ui': [],
  components: ['components/ui', 'lib/bff/actions', 'lib/contracts', 'lib/pki', 'lib/flow', 'lib/core'],
  app: ['components', 'components/ui', 'lib/bff', 'lib/bff/actions', 'lib/services', 'lib/contracts', 'lib/core'],
  bus: ['lib/core'],
  hub: ['bus', 'lib/services', 'lib/wire', 'lib/core'],
  oidc: ['lib/services', 'lib/contracts', 'lib/core'],
  server: ['hub', 'bus', 'lib/services', 'lib/contracts', 'lib/flow', 'lib/core'],
  connector: ['lib/wire', 'lib/pki', 'lib/flow', 'lib/core'],
};
const pure = ['lib/core', 'lib/pki', 'lib/flow', 'lib/wire', 'lib/contracts'];
const rooms = [
  'app',
  'components',
  'lib',
  'bus',
  'hub',
  'oidc',
  'server',
  'server.ts',
  'connector',
  'e2e',
  'bench',
  'script',
];

type Cruise = {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
};

function cruise(directory: string, what: readonly string[]): Cruise {
  const program = join(import.meta.dirname, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(import.meta.dirname, '.dependency-cruiser.cjs');
  const args = [program, '--config', config, '--output-type', 'json', ...what];
  // It ends with the number of violations; what it found is in the output all the same.
  try {
    return JSON.parse(execFileSync(process.execPath, args, { cwd: directory, encoding: 'utf8', maxBuffer: 2 ** 28 }));
  } catch (cause) {
    return JSON.parse((cause as { stdout: string }).stdout);
  }
}

test('no file breaks the import law, and the checker saw every file', () => {
  const { modules, summary } = cruise(import.meta.dirname, rooms);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  const seen = new Set(modules.map(({ source }) => source));
  const files = rooms
    .filter((room) => !room.endsWith('.ts'))
    .flatMap((room) =>
      readdirSync(join(import.meta.dirname, room), { recursive: true }).map((file) => `${room}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => !seen.has(file))).toEqual([]);
  // A checker that reads files without understanding them sees no imports, and finds every law kept.
  const imports = modules.find(({ source }) => source === 'server.ts')?.dependencies.map(({ resolved }) => resolved);
  expect(imports).toContain('hub/hub.ts');
  // Imports of types count as well.
  expect(imports).toContain('lib/services/context.ts');
});

test('every arrow that is not in the law is caught, and every other one is let through', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-rooms-'));
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  try {
    plant(
      'package.json',
      '{ "type": "module", "imports": { "#*": "./*" }, "dependencies": { "ws": "*", "zod": "*" } }',
    );
    plant('tsconfig.json', '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }');
    symlinkSync(join(import.meta.dirname, 'node_modules'), join(directory, 'node_modules'));
    const targets = [...Object.keys(agreed), 'lib/bff/actions'];
    for (const target of targets) plant(`${target}/target.ts`, 'export type Target = 1;\n');
    plant('server.ts', 'export const nothing = 1;\n');
    const forbidden: string[] = [];
    for (const [room, allowed] of Object.entries(agreed)) {
      for (const target of targets) {
        if (target === room || (room === 'lib/bff' && target === 'lib/bff/actions')) continue;
        const file = `${room}/to-${target.replaceAll('/', '-')}.ts`;
        plant(file, `import type { Target } from '#${target}/target.ts';\nexport type Mine = Target;\n`);
        if (!allowed.includes(target)) forbidden.push(`${file} → ${target}/target.ts`);
      }
      plant(`${room}/to-root.ts`, `import { nothing } from '#server.ts';\nexport const mine = nothing;\n`);
      forbidden.push(`${room}/to-root.ts → server.ts`);
    }
    for (const room of pure) {
      plant(`${room}/to-node.ts`, `import { readFileSync } from 'node:fs';\nexport const mine = readFileSync;\n`);
      forbidden.push(`${room}/to-node.ts → fs`);
    }
    // The world of real parts is for tests alone, and only at the connector.
    plant('e2e/world/target.ts', 'export type Target = 1;\n');
    const toWorld = `import type { Target } from '#e2e/world/target.ts';\nexport type Mine = Target;\n`;
    plant('connector/to-world.test.ts', toWorld);
    for (const file of ['connector/to-world.ts', 'hub/to-world.test.ts']) {
      plant(file, toWorld);
      forbidden.push(`${file} → e2e/world/target.ts`);
    }
    plant('lib/core/to-zod.ts', `import { z } from 'zod';\nexport const mine = z;\n`);
    plant('lib/services/to-ws.ts', `import { WebSocket } from 'ws';\nexport const mine = WebSocket;\n`);
    const { summary } = cruise(directory, [
      'app',
      'components',
      'lib',
      'bus',
      'hub',
      'oidc',
      'server',
      'server.ts',
      'connector',
      'e2e',
    ]);
    const caught = summary.violations.map(({ from, to }) => `${from} → ${to}`);
    const packages = caught.filter((arrow) => arrow.includes('node_modules'));
    expect(packages.map((arrow) => arrow.replace(/ → .*node_modules\/(\w+)\/.*/, ' → $1')).sort()).toEqual([
      'lib/core/to-zod.ts → zod',
      'lib/services/to-ws.ts → ws',
    ]);
    expect([...new Set(caught.filter((arrow) => !packages.includes(arrow)))].sort()).toEqual(forbidden.sort());
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
