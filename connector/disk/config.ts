import { hostname } from 'node:os';
import { z } from 'zod';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

export const listenSchema = z.strictObject({
  host: z
    .string('must be an address or host name in quotes')
    .min(1, 'must be an address; use "::" for all addresses of this machine')
    .max(255, 'is longer than a host name can be'),
  port: z
    .int('must be a whole number')
    .min(0, 'must be a port from 1 to 65535, or 0 for any free one')
    .max(65_535, 'must be a port from 1 to 65535, or 0 for any free one'),
});
export type Listen = z.infer<typeof listenSchema>;

/** What the operator may change by hand in config.json. */
export const configSchema = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters').optional(),
  listen: listenSchema.optional(),
  /** Instead of the address that the enrolment told; for a Gatehouse that moved. */
  hubUrl: z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// address' }).optional(),
});
export type Config = z.infer<typeof configSchema>;

/** All addresses of both families; falls back to IPv4 where the machine has no IPv6. */
export const defaultListen: Listen = { host: '::', port: 8443 };

export function defaultName(): string {
  return hostname().slice(0, 80) || 'connector';
}

export async function readConfig(folder: DataFolder): Promise<Outcome<Config>> {
  const read = await readJsonFile(folder.config, configSchema, 'Correct the file, or delete it to use the defaults.');
  return read.ok ? success(read.value ?? {}) : read;
}

export async function writeConfig(folder: DataFolder, config: Config): Promise<void> {
  await writeFileAtomically(folder.config, `${JSON.stringify(config, undefined, 2)}\n`);
}

/** `8443`, `:8443`, `10.0.0.5:8443`, `[::1]:8443`, `host.example:8443`. */
export function readListen(typed: string): Outcome<Listen> {
  const match = /^(?:(?:\[(?<v6>[0-9A-Fa-f:.%\w]+)\]|(?<host>[^\s:[\]]*)):)?(?<port>\d{1,5})$/.exec(typed.trim());
  const port = Number(match?.groups?.['port'] ?? Number.NaN);
  const host = match?.groups?.['v6'] || match?.groups?.['host'] || defaultListen.host;
  const parsed = listenSchema.safeParse({ host, port });
  if (match !== null && parsed.success) return success(parsed.data);
  return failure(
    'invalid-input',
    `--listen ${typed}: that is no address to listen on. Write HOST:PORT, for example 0.0.0.0:8443, [::]:8443 or just 8443.`,
  );
}

export function listenText({ host, port }: Listen): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
