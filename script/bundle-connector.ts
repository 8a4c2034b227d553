#!/usr/bin/env node
import { chmod, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One file that runs with Node 24 or later wherever it is copied to, with nothing installed. */
export async function bundleConnector(outFile: string): Promise<{ readonly bytes: number }> {
  await build({
    absWorkingDir: root,
    entryPoints: ['connector/main.ts'],
    outfile: outFile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    keepNames: true,
    legalComments: 'eof',
    logLevel: 'warning',
    // pino and ws are CommonJS and ask for Node's own modules by require().
    banner: {
      js: "import { createRequire as gatehouseCreateRequire } from 'node:module'; const require = gatehouseCreateRequire(import.meta.url);",
    },
    // Compiled packages are taken where they happen to be installed: Kerberos, and faster natives of ws.
    external: ['kerberos', 'bufferutil', 'utf-8-validate'],
  });
  await chmod(outFile, 0o755);
  return { bytes: (await stat(outFile)).size };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outFile = process.argv[2] ?? `${root}dist/gatehouse-connector.mjs`;
  const { bytes } = await bundleConnector(outFile);
  process.stdout.write(
    `${outFile} (${Math.round(bytes / 1024)} KiB): copy it anywhere and run it with Node 24 or later\n`,
  );
}
