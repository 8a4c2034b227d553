import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';

/** A database with all tables and no rows, for one test file: on PostgreSQL where TEST_DATABASE_URL names one, else embedded. */
export async function openTestDatabase(): Promise<OpenedDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  return server === undefined || server === '' ? openEmbedded() : openOn(server);
}

/** A new data directory whose embedded database has all tables and no rows. */
export async function newDataDirectory(): Promise<string> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  cpSync(await template(), dataDirectory, { recursive: true });
  return dataDirectory;
}

async function openEmbedded(): Promise<OpenedDatabase> {
  const dataDirectory = await newDataDirectory();
  const opened = await openDatabase({ dataDirectory });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Making the tables of an embedded database takes seconds, so that is done once for each form they had. */
async function template(): Promise<string> {
  const packageFile = createRequire(import.meta.url)
    .resolve('@electric-sql/pglite')
    .replace(/dist.*/, 'package.json');
  const journal = readFileSync(new URL('./migrations/meta/_journal.json', import.meta.url));
  const form = createHash('sha256').update(readFileSync(packageFile)).update(journal).digest('hex').slice(0, 16);
  const directory = join(tmpdir(), `gatehouse-template-${form}`);
  if (existsSync(directory)) return directory;
  const unfinished = mkdtempSync(join(tmpdir(), 'gatehouse-template-new-'));
  const made = await openDatabase({ dataDirectory: unfinished });
  await made.close();
  try {
    renameSync(unfinished, directory);
  } catch {
    // Another test file was faster.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return directory;
}

async function openOn(server: string): Promise<OpenedDatabase> {
  const name = `gatehouse_test_${randomUUID().replaceAll('-', '')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const opened = await openDatabase({ databaseUrl: url.href, dataDirectory: '' });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await execute(server, `drop database ${name}`);
    },
  };
}

async function execute(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Empties every table, between tests. */
export async function emptyTables({ pool }: OpenedDatabase): Promise<void> {
  const { rows } = await pool.query<{ list: string }>(
    `select string_agg(quote_ident(tablename), ', ') as list from pg_tables where schemaname = 'public'`,
  );
  await pool.query(`truncate ${rows[0]?.list ?? ''} restart identity cascade`);
}
