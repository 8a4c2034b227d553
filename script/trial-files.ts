import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type TrialFile, trialPassphrase } from '#script/trial/trial-file.ts';
import { trialFolder } from '#script/trial/trial-folder.ts';

/* npm run trial-files [FOLDER]: certificates, good and bad, for trying the console out. */

function readme(files: readonly TrialFile[], now: number): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  const rows = files.map(
    ({ name, what, use, expect }) =>
      `${name.padEnd(width)}  ${use.padEnd(15)}  ${what}\n${' '.repeat(width)}  -> ${expect}`,
  );
  return `Certificates for trying Gatehouse out, made ${new Date(now).toISOString()}.

Passphrase of every .pfx: ${trialPassphrase}
The front-facing URL they fit: https://localhost:PORT

Drop what is for "SSL certificate" and "CA certificates" onto a connection's Certificates page;
install what is for "browser" in a browser and open https://localhost:PORT/check of a connector that
serves them. What is for "directory" goes into a connector's config.json: "directory": { "kind": "ldif", "file": "FOLDER/people.ldif" }.
After the arrow: the finding or the verdict to expect. The keys protect nothing; trust none of this.

${rows.join('\n')}
`;
}

// npm changes to the package's folder; the folder is meant from where the person stands.
const folder = resolve(process.env['INIT_CWD'] ?? '.', process.argv[2] ?? 'trial-files');
const now = Date.now();
const files = await trialFolder(now);
await mkdir(folder, { recursive: true });
for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
await writeFile(join(folder, 'README.txt'), readme(files, now));
console.log(`${files.length} files and README.txt written to ${folder}.`);
