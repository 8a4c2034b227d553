import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { BenchRow } from './bench-row.ts';

/* npm run -s bench -- [--json] [--write] [NAME …]: figures, each held against a peer or a limit in the same run. */

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

function rounded(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value);
}

function table(): string {
  const lines = rows.map(({ name, value, unit, against, ratio, aim }) =>
    [name, `${rounded(value)} ${unit}`, against, `${rounded(ratio)} ×`, aim].join(' | '),
  );
  return ['| measured | value | against | ratio | aim |', '| --- | --- | --- | --- | --- |']
    .concat(lines.map((line) => `| ${line} |`))
    .join('\n');
}

function report(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${rounded(totalmem() / 2 ** 30)} GiB`;
  const versions = `Node ${process.versions.node}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}`;
  return `# Measured

Written by \`npm run bench -- --write\`. A ratio above 1 is better than what it is held against, in the same run on the same machine.

- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine}, ${process.platform} ${process.arch}
- Versions: ${versions}

${table()}
`;
}

if (isJson) console.log(JSON.stringify(rows, null, 2));
else console.log(table());
if (words.includes('--write')) writeFileSync(new URL('./RESULTS.md', import.meta.url), report());
