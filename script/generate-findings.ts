import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settingsFindingCatalogue } from '#lib/contracts/settings-finding-catalogue.ts';
import type { Severity } from '#lib/core/finding.ts';
import { networkFindingCatalogue } from '#lib/flow/network-finding-catalogue.ts';
import { pkiFindingCatalogue } from '#lib/pki/findings/pki-finding-catalogue.ts';
import { refusalCatalogue } from '#lib/pki/judge/refusal-catalogue.ts';

/* Writes docs/findings.md from the catalogues; with --check says whether it is up to date. */

type Row = {
  readonly id: string;
  readonly severity: Severity;
  readonly area: string;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
};

const rows: readonly Row[] = [
  ...Object.entries(settingsFindingCatalogue).map(([id, entry]) => ({ id, ...entry })),
  ...networkFindingCatalogue.map((entry) => ({ area: 'networks', ...entry })),
  ...Object.entries(pkiFindingCatalogue).map(([id, entry]) => ({ id, ...entry })),
];

const areas: readonly (readonly [area: string, heading: string])[] = [
  ['methods', 'Methods'],
  ['networks', 'Networks'],
  ['ssl-certificate', 'SSL certificate'],
  ['ca-certificates', 'CA certificates'],
  ['connectors', 'Connectors'],
];

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function section([area, heading]: readonly [string, string]): string {
  const lines = rows
    .filter((row) => row.area === area)
    .map(({ id, severity, title, meaning, remedy }) => {
      return `| \`${id}\` | ${severity} | **${cell(title)}.** ${cell(meaning)} | ${cell(remedy)} |`;
    });
  return [
    `## ${heading}`,
    '',
    '| id | severity | what it means | what to do |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

const refusals = Object.entries(refusalCatalogue).map(
  ([refusal, { title, meaning, paragraph, remedy }]) =>
    `| \`${refusal}\` | **${title}.** ${cell(meaning)} | ${paragraph} | ${cell(remedy)} |`,
);

const text = `# Findings and refusals

Written by \`node script/generate-findings.ts\` from the catalogues in the code; change those.

A finding is one thing found about settings or a certificate. An **error** blocks publishing, a **warning** and a **note** do not. While client
certificates are off, errors about certificates count as warnings. The ids are stable.

${areas.map(section).join('\n\n')}

## Why a certificate is refused

| refusal | what it means | where it is written | what to do |
| --- | --- | --- | --- |
${refusals.join('\n')}
`;

const unplaced = rows.filter((row) => !areas.some(([area]) => area === row.area));
if (unplaced.length > 0) throw new Error(`No heading for the area of ${unplaced.map(({ id }) => id).join(', ')}.`);
const doubled = rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) !== index);
if (doubled.length > 0) throw new Error(`An id stands in two catalogues: ${doubled.map(({ id }) => id).join(', ')}.`);

const target = fileURLToPath(new URL('../docs/findings.md', import.meta.url));
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  console.log(`${rows.length} findings and ${refusals.length} refusals written to docs/findings.md.`);
} else if (readFileSync(target, 'utf8') === text) {
  console.log('docs/findings.md is up to date.');
} else {
  console.error('docs/findings.md is not what the catalogues say. Run: node script/generate-findings.ts');
  process.exitCode = 1;
}
