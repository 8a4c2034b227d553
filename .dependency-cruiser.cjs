/*
 * The import law: doors on top, truth at the bottom, arrows only downward. One line per room: the rooms it may import beside
 * itself, and the packages. Tests keep to the rooms too, with the world of real parts where it says so, but may use any package.
 */
const laws = {
  'lib/core': { rooms: [], packages: [], isPure: true },
  'lib/pki': {
    rooms: ['lib/core'],
    packages: ['pkijs', 'asn1js', 'node-forge', '@noble/hashes'],
    isPure: true,
  },
  'lib/flow': { rooms: ['lib/core'], packages: [], isPure: true },
  'lib/fleet': { rooms: ['lib/core'], packages: [], isPure: true },
  'lib/wire': { rooms: ['lib/core'], packages: ['zod', 'jose'], isPure: true },
  'lib/contracts': { rooms: ['lib/pki', 'lib/flow', 'lib/fleet', 'lib/core'], packages: ['zod'], isPure: true },
  'lib/db': {
    rooms: ['lib/contracts', 'lib/core'],
    packages: ['drizzle-orm', 'drizzle-kit', '@electric-sql/pglite', 'pg'],
  },
  'lib/services': {
    rooms: ['lib/db', 'lib/contracts', 'lib/wire', 'lib/pki', 'lib/flow', 'lib/fleet', 'lib/core'],
    packages: ['drizzle-orm', 'zod'],
  },
  'lib/bff': {
    rooms: ['lib/services', 'lib/contracts', 'lib/core'],
    packages: ['next', 'next-auth', 'react', 'zod', 'server-only'],
  },
  'components/ui': { rooms: [] },
  components: {
    rooms: ['components/ui', 'lib/bff/actions', 'lib/contracts', 'lib/pki', 'lib/flow', 'lib/fleet', 'lib/core'],
  },
  app: { rooms: ['components', 'lib/bff', 'lib/services', 'lib/contracts', 'lib/core'] },
  bus: {
    rooms: ['lib/core'],
    packages: ['pg', '@nats-io/transport-node', 'zod'],
    testRooms: ['lib/db', 'e2e/world', 'script'],
  },
  hub: { rooms: ['bus', 'lib/services', 'lib/wire', 'lib/core'], packages: ['ws', 'zod'] },
  oidc: { rooms: ['lib/services', 'lib/contracts', 'lib/core'], packages: ['oidc-provider', 'zod', 'koa'] },
  server: { rooms: ['hub', 'bus', 'lib/services', 'lib/contracts', 'lib/flow', 'lib/core'], packages: ['zod', 'pg'] },
  connector: { rooms: ['lib/wire', 'lib/pki', 'lib/flow', 'lib/core'], testRooms: ['e2e/world'] },
  e2e: { isTestWorld: true },
  bench: { isTestWorld: true },
};

/** server.ts, connector/main.ts and the scripts compose, and so may import anything. */
const composers = '^(server\\.ts|connector/main\\.ts|script/)';
const tests = '\\.(test|test-support)\\.tsx?$';
const ours = '^(app|components|lib|bus|hub|oidc|server|connector|e2e|bench|script)/';

const escaped = (text) => text.replace(/[/.]/g, '\\$&');
const within = (names) => `^(${names.map((name) => `${escaped(name)}/`).join('|')})`;

/** Rooms inside a room have their own law, so the outer one's does not hold there. */
const insideOf = (room) => Object.keys(laws).filter((other) => other.startsWith(`${room}/`));

function rulesOf([room, law]) {
  const from = { path: `^${escaped(room)}/`, pathNot: [composers, ...insideOf(room).map((inner) => within([inner]))] };
  if (law.isTestWorld)
    return [
      {
        name: `${room}: not the pages' code`,
        severity: 'error',
        from,
        to: { path: within(['app', 'components']) },
      },
    ];
  const rules = [
    {
      name: `${room}: rooms`,
      severity: 'error',
      from: { ...from, pathNot: [...from.pathNot, tests] },
      to: { path: ours, pathNot: within([room, ...law.rooms]) },
    },
    {
      name: `${room}: rooms of tests`,
      severity: 'error',
      from: { ...from, path: `^${escaped(room)}/.*${tests}` },
      to: { path: ours, pathNot: within([room, ...law.rooms, ...(law.testRooms ?? [])]) },
    },
    {
      name: `${room}: nothing from a composition root`,
      severity: 'error',
      from,
      to: { path: '^(server\\.ts|connector/main\\.ts|proxy\\.ts)$' },
    },
  ];
  const code = { ...from, pathNot: [...from.pathNot, tests] };
  if (law.packages !== undefined) {
    const allowed = law.packages.map((name) => `node_modules/(@types/)?${escaped(name)}(/|$)`);
    rules.push({
      name: `${room}: packages`,
      severity: 'error',
      from: code,
      to: { path: 'node_modules/', ...(allowed.length > 0 ? { pathNot: allowed } : {}) },
    });
  }
  if (law.isPure)
    rules.push({ name: `${room}: pure`, severity: 'error', from: code, to: { dependencyTypes: ['core'] } });
  return rules;
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(laws).flatMap(rulesOf),
    { name: 'nothing unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'code does not import tests',
      severity: 'error',
      from: { pathNot: [tests, '^(e2e|bench)/'] },
      to: { path: tests },
    },
    {
      name: 'what runs does not import what only developers install',
      severity: 'error',
      from: {
        path: '^(app|components|lib|bus|hub|oidc|server|connector)/',
        pathNot: [tests, 'drizzle\\.config\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    // The parser of TypeScript 7 cannot be loaded as a library; without this every file would look empty.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.runtime|dist|data)/|^next-env\\.d\\.ts$|\\.css$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
