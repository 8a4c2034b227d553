import { resolve } from 'node:path';
import { z } from 'zod';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import { StartProblem } from '#server/start-problem.ts';

/** What the environment says; README.md lists the variables. */
export type ServerSettings = {
  readonly port: number;
  readonly host: string;
  /** Absent: the address on this machine. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Servers with commas between them. */
  readonly natsUrl: string | undefined;
  readonly dataDirectory: string;
  readonly secret: string | undefined;
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** Canonical blocks. */
  readonly trustedProxies: readonly string[];
};

const leastSecretCharacters = 32;

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

const publicUrl = z.string().refine(isOrigin).transform(withoutSlash);

const natsUrl = z.string().refine((text) => text.split(',').every((one) => isNatsServer(one.trim())));

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//);

const sentences: Readonly<Record<string, string>> = {
  PORT: 'must be a port number from 0 to 65535',
  GATEHOUSE_URL: 'must be the address people use, like https://gatehouse.example.com, without a path',
  DATABASE_URL: 'must begin with postgres:// or postgresql://',
  NATS_URL: 'must be nats://host:port or tls://host:port; several with commas',
  GATEHOUSE_SECRET: `must have at least ${leastSecretCharacters} characters`,
};

const secrets = new Set(['GATEHOUSE_SECRET', 'DATABASE_URL', 'NATS_URL']);

export function readServerSettings(environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const read = <Value>(name: string, schema: z.ZodType<Value>): Value | undefined => {
    const text = given(name);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    // A secret or a database's password does not belong on a screen.
    const shown = secrets.has(name) ? '' : `; it is “${text}”`;
    throw new StartProblem(`${name} ${sentences[name] ?? 'is wrong'}${shown}.`);
  };
  const certificateFile = given('GATEHOUSE_TLS_CERT');
  const keyFile = given('GATEHOUSE_TLS_KEY');
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw new StartProblem('GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY belong together: set both, or none.');
  const ownDatabase = read('DATABASE_URL', databaseUrl);
  const ownNats = read('NATS_URL', natsUrl);
  if (ownNats !== undefined && ownDatabase === undefined)
    throw new StartProblem('NATS_URL is for several processes on one PostgreSQL: set DATABASE_URL too, or neither.');
  return {
    port: read('PORT', port) ?? 3000,
    host: given('HOST') ?? '0.0.0.0',
    publicUrl: read('GATEHOUSE_URL', publicUrl),
    databaseUrl: ownDatabase,
    natsUrl: ownNats,
    dataDirectory: resolve(given('GATEHOUSE_DATA') ?? 'data'),
    secret: read('GATEHOUSE_SECRET', z.string().min(leastSecretCharacters)),
    tls: certificateFile === undefined || keyFile === undefined ? undefined : { certificateFile, keyFile },
    trustedProxies: readBlocks(given('GATEHOUSE_TRUSTED_PROXIES') ?? ''),
  };
}

function readBlocks(list: string): string[] {
  return list
    .split(/[\s,]+/)
    .filter((text) => text !== '')
    .map((text) => {
      const block = parseBlock(text);
      if (block.ok) return formatBlock(block.value);
      throw new StartProblem(
        `GATEHOUSE_TRUSTED_PROXIES holds “${text}”, which is no block: write addresses or blocks like 10.0.0.0/8, separated by commas.`,
      );
    });
}

function isNatsServer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^(nats|tls):$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname);
}

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search + url.hash + url.username + url.password === ''
  );
}

function withoutSlash(text: string): string {
  return new URL(text).origin;
}
