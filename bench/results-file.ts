import { cpus, totalmem } from 'node:os';
import type { BenchRow } from './bench-row.ts';

const headings = '| measured | value | against | ratio | aim | on |';
export const tableHead = `${headings}\n| --- | --- | --- | --- | --- | --- |`;

export const today = (): string => new Date().toISOString().slice(0, 10);

export function rowLine({ name, value, unit, against, ratio, aim }: BenchRow, on: string): string {
  return `| ${[name, `${rounded(value)} ${unit}`, against, `${rounded(ratio)} ×`, aim, on].join(' | ')} |`;
}

type Results = {
  /** What the file holds. */
  readonly former: string;
  /** The names of all benches; a row's name begins with that of its bench. */
  readonly order: readonly string[];
  /** Those that ran. */
  readonly run: readonly string[];
  readonly rows: readonly BenchRow[];
};

/** RESULTS.md with new rows of the benches that ran, and those of the others as they stand. */
export function resultsFile({ former, order, run, rows }: Results): string {
  const isOf = (bench: string) => (line: string) => line.startsWith(`| ${bench}`);
  const fresh = rows.map((row) => rowLine(row, today()));
  const lines = order.flatMap((bench) => (run.includes(bench) ? fresh : former.split('\n')).filter(isOf(bench)));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${rounded(totalmem() / 2 ** 30)} GiB`;
  const versions = `Node ${process.versions.node}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}`;
  return `# Measured

Written by \`npm run bench -- --write\`. A ratio above 1 is better than what it is held against, in the same run on the same machine.

- Machine: ${machine}, ${process.platform} ${process.arch}
- Versions: ${versions}

${tableHead}
${lines.join('\n')}
`;
}

function rounded(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value);
}
