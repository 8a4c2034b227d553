import { readFileSync, writeFileSync } from 'node:fs';
import type { BenchRow } from './bench-row.ts';
import { resultsFile, rowLine, tableHead, today } from './results-file.ts';

/* npm run -s bench -- [--json] [--write] [NAME …]: figures, each held against a peer or a limit in the same run; all of them where none is named. */

const benches: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  'bundle parse': async () => (await import('./bundle-parse.ts')).bundleParse(),
  'paths judged': async () => (await import('./paths-judged.ts')).pathsJudged(),
  'large CRL': async () => (await import('./large-crl.ts')).largeCrl(),
  'adversarial graph': async () => (await import('./adversarial-graph.ts')).adversarialGraph(),
  'decision lookups': async () => (await import('./decision-lookups.ts')).decisionLookups(),
  'publish to all acknowledged': async () => (await import('./publish-to-all.ts')).publishToAll(),
  'password validations': async () => (await import('./password-validations.ts')).passwordValidations(),
  'client-certificate sign-ins': async () =>
    (await import('./client-certificate-sign-ins.ts')).clientCertificateSignIns(),
  'connector idle memory': async () => (await import('./connector-footprint.ts')).connectorIdleMemory(),
  'connector start': async () => (await import('./connector-footprint.ts')).connectorStart(),
  'first-load JavaScript': async () => (await import('./first-load.ts')).firstLoad(),
  'page stall': async () => (await import('./page-stall.ts')).pageStall(),
};

const words = process.argv.slice(2);
const isJson = words.includes('--json');
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no bench “${unknown.join('”, “')}”. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (!isJson) console.error(`measuring ${name} …`);
  rows.push(...(await bench()));
}

if (isJson) console.log(JSON.stringify(rows, null, 2));
else console.log([tableHead, ...rows.map((row) => rowLine(row, today()))].join('\n'));
if (words.includes('--write')) {
  const file = new URL('./RESULTS.md', import.meta.url);
  const order = Object.keys(benches);
  const run = names.length > 0 ? names : order;
  writeFileSync(file, resultsFile({ former: readFileSync(file, 'utf8'), order, run, rows }));
}
