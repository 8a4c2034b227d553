import { hostname } from 'node:os';
import { z } from 'zod';
import { directorySchema } from '#connector/disk/config-directory.ts';
import { resolveConfigPaths } from '#connector/disk/config-files.ts';
import { kerberosSchema } from '#connector/disk/config-kerberos.ts';
import { type Listen, listenSchema } from '#connector/disk/config-listen.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readJsonFile } from '#connector/disk/read-json-file.ts';
import { writeFileAtomically } from '#connector/disk/write-file-atomically.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** What the operator may change by hand in config.json; docs/connector.md tells it key by key. */
export const configSchema = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters').optional(),
  listen: listenSchema.optional(),
  /** Instead of the address that the enrolment told; for a Gatehouse that moved. */
  hubUrl: z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// address' }).optional(),
  /** The HTTP proxy between the connector and Gatehouse. */
  proxy: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  directory: directorySchema.optional(),
  kerberos: kerberosSchema.optional(),
  /** A client certificate, PEM, with those above it: settings that would not accept it are told. The key is not needed. */
  testCertificate: z
    .string('must be the path of a certificate')
    .min(1, 'must be the path of a certificate')
    .max(4_000)
    .optional(),
});
export type { Listen };
export type Config = z.infer<typeof configSchema>;

/** All addresses of both families; falls back to IPv4 where the machine has no IPv6. */
export const defaultListen: Listen = { host: '::', port: 8443 };

export function defaultName(): string {
  return hostname().slice(0, 80) || 'connector';
}

export async function readConfig(folder: DataFolder): Promise<Outcome<Config>> {
  const read = await readJsonFile(folder.config, configSchema, 'Correct the file, or delete it to use the defaults.');
  return read.ok ? success(resolveConfigPaths(read.value ?? {}, folder.config)) : read;
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
