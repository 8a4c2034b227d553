import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Part, startPart } from './part.ts';

export type Gatehouse = {
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** The process that runs now; another one after a restart. */
  readonly part: () => Part;
  readonly setupLink: () => Promise<string>;
  readonly restart: (signal?: NodeJS.Signals) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Stops it and removes what it stored. */
  readonly remove: () => Promise<void>;
};

/** Starts the real server on the embedded database in a folder of its own. Needs a finished `next build`. */
export async function startGatehouse(env: Readonly<Record<string, string>> = {}): Promise<Gatehouse> {
  const port = await freePort();
  const url = `${env['GATEHOUSE_TLS_CERT'] === undefined ? 'http' : 'https'}://localhost:${port}`;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'gatehouse-data-'));
  let part: Part;
  const start = async () => {
    part = startPart('node', ['server.ts'], {
      PORT: String(port),
      GATEHOUSE_URL: url,
      GATEHOUSE_DATA: dataDirectory,
      NODE_ENV: 'production',
      ...env,
    });
    await part.says(new RegExp(url));
  };
  await start();
  return {
    url,
    port,
    dataDirectory,
    part: () => part,
    setupLink: async () => (await part.says(/https?:\/\/\S+\/setup\/[\w-]+/))[0],
    start,
    restart: async (signal) => {
      await part.stop(signal);
      await start();
    },
    stop: async (signal) => {
      await part.stop(signal);
    },
    remove: async () => {
      await part.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
