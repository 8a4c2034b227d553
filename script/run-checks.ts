import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { installTestParts } from './install-test-parts.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

/* Runs every check of the project one after another, whatever fails before it, and sums up in the last line. */

type Count = { readonly passed: number; readonly failed: number; readonly failures?: readonly string[] };
type Check = { readonly name: string; readonly run: () => Promise<Count> };

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results', 'checks');
const longestMs = 30 * 60_000;
/** Characters of one failure in the summary. */
const longestFailure = 1_500;

/** Resolves with whether it ended well. */
function run(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: longestMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', (cause) => {
      console.error(`${command}: ${cause.message}`);
      resolve(false);
    });
    child.once('exit', (code) => resolve(code === 0));
  });
}

const tool = (name: string): string => join('node_modules', '.bin', name);
const one = (isPassed: boolean): Count => ({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1 });

function simple(name: string, command: string, ...args: string[]): Check {
  return { name, run: async () => one(await run(command, args)) };
}

/** A runner that counts tests itself, in a file of JSON. One that ends badly without a failed test counts as one failure. */
async function counted(
  isPassed: Promise<boolean>,
  file: string,
  read: (report: Record<string, unknown>) => Count,
): Promise<Count> {
  const wasPassed = await isPassed;
  try {
    const count = read(JSON.parse(readFileSync(file, 'utf8')));
    return { ...count, failed: wasPassed ? count.failed : Math.max(count.failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const numberAt = (report: Record<string, unknown>, key: string): number => Number(report[key] ?? 0);

function vitest(name: string, filters: readonly string[], environment: Record<string, string>): Promise<Count> {
  const file = join(results, `${name}.json`);
  const args = ['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return counted(run(tool('vitest'), args, environment), file, (report) => ({
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    failures: failuresOfVitest(report as VitestReport),
  }));
}

type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
};

function failuresOfVitest({ testResults }: VitestReport): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      const told = failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`);
      return (told.length > 0 ? told : [message]).map((text) => `${relative(root, name)}: ${text}`);
    });
}

type Suite = {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly ok: boolean;
    readonly file: string;
    readonly title: string;
    readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[];
  }[];
};

function failuresOfPlaywright({ suites = [], specs = [] }: Suite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const messages = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return `${file}: ${title}\n${messages.join('\n')}`;
    });
  return [...own, ...suites.flatMap(failuresOfPlaywright)];
}

function playwright(): Promise<Count> {
  const file = join(results, 'e2e.json');
  const isPassed = run(tool('playwright'), ['test'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return counted(isPassed, file, (report) => {
    const stats = report['stats'] as Record<string, unknown>;
    return {
      passed: numberAt(stats, 'expected') + numberAt(stats, 'flaky'),
      failed: numberAt(stats, 'unexpected'),
      failures: failuresOfPlaywright(report as Suite),
    };
  });
}

async function onPostgres(): Promise<Count> {
  const postgres = await startTemporaryPostgres();
  try {
    return await vitest('services-on-postgresql', ['lib/services', 'lib/db', 'oidc'], {
      TEST_DATABASE_URL: postgres.url,
    });
  } finally {
    await postgres.stop();
  }
}

const checks: readonly Check[] = [
  { name: 'what tests need is installed', run: async () => one(await installTestParts(run)) },
  simple('package-lock.json is complete', 'node', 'script/complete-lock.ts', '--check'),
  simple('format and lint (biome)', tool('biome'), 'check', '--error-on-warnings', '.'),
  simple('types of Next’s routes', tool('next'), 'typegen'),
  simple('types', tool('tsc'), '-p', 'tsconfig.json'),
  simple('types of the pure rooms', tool('tsc'), '-p', 'lib/tsconfig.json'),
  simple('import law (dependency-cruiser)', 'npm', 'run', '--silent', 'rooms'),
  simple('nothing unused (knip)', tool('knip'), '--no-progress'),
  simple('docs/findings.md is up to date', 'node', 'script/generate-findings.ts', '--check'),
  simple('docs/architecture.md shows the imports', 'node', 'script/draw-rooms.ts', '--check'),
  { name: 'unit, property, corpora, services, hub (vitest)', run: () => vitest('unit', ['--exclude', 'e2e/**'], {}) },
  { name: 'services and the OpenID provider on PostgreSQL (vitest)', run: onPostgres },
  simple('the console builds', 'script/build'),
  { name: 'the whole server, its kills included (vitest)', run: () => vitest('kills', ['e2e/'], {}) },
  { name: 'journeys in a browser (playwright)', run: playwright },
];

const only = process.argv.slice(2);
const chosen = checks.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0 };
const summary: string[] = [];
const failures: string[] = [];
for (const { name, run: check } of chosen) {
  console.log(`\n── ${name}`);
  const begun = performance.now();
  const count = await check().catch((cause: unknown) => {
    console.error(cause);
    return one(false);
  });
  total.passed += count.passed;
  total.failed += count.failed;
  failures.push(...(count.failures ?? []));
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  summary.push(
    `${count.failed === 0 ? 'passed' : 'FAILED'}  ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`,
  );
}
// Said once more at the end: whoever reads a log from its end sees what failed, not only that something did.
for (const failure of failures) console.log(`\nFAILED  ${failure.slice(0, longestFailure)}`);
console.log(`\n${summary.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
