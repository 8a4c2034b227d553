import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, it } from 'vitest';
import { emptySettings, settingsSchema } from '#lib/contracts/settings.ts';

const folder = new URL('./migrations/', import.meta.url);
const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as {
  readonly entries: readonly { readonly tag: string }[];
};

const database = await PGlite.create();
afterAll(() => database.close());

async function migrate(tags: readonly string[]): Promise<void> {
  for (const tag of tags) await database.exec(readFileSync(new URL(`${tag}.sql`, folder), 'utf8'));
}

/** As drafts and revisions were kept before mapping, revocation, sessions and a URL of Kerberos' own. */
const old = {
  format: 1,
  clientCertificate: { enabled: true },
  kerberos: { enabled: true },
  outside: 'refuse',
  frontFacingUrl: 'https://sso.fabrikam.example',
  networks: [{ block: '24.12.34.56/32', label: 'Head office', methods: ['kerberos'] }],
  sslCertificate: { chain: ['AAAA'] },
  caCertificates: ['AAAA'],
};

it('brings settings from before to the form this software reads, with nothing lost', async () => {
  const tags = journal.entries.map(({ tag }) => tag);
  expect(tags.slice(0, 2)).toEqual(['0000_first-tables', '0001_sign-in']);
  await migrate(tags.slice(0, 1));
  await database.query(
    `insert into connections (id, name, created_at, draft, draft_version, draft_updated_at, draft_updated_by)
     values ('con_1', 'Fabrikam HQ', 1, $1, 3, 1, 'ada@fabrikam.example')`,
    [old],
  );
  await database.query(
    `insert into revisions (connection_id, revision, settings, published_at, published_by, comment, packed, signature)
     values ('con_1', 1, $1, 1, 'ada@fabrikam.example', '', '', '')`,
    [{ ...old, networks: [] }],
  );
  await database.exec(
    `insert into administrators (id, name, email, password_hash, created_at) values ('adm_1', 'Ada', 'ada@fabrikam.example', 'none', 1)`,
  );
  await migrate(tags.slice(1));
  const drafts = await database.query<{ draft: unknown }>('select draft from connections');
  const revisions = await database.query<{ settings: unknown }>('select settings from revisions');
  const { mapping, mappingStrength, trust, revocation, session } = emptySettings;
  const migrated = {
    ...old,
    kerberos: { enabled: true, frontFacingUrl: '' },
    mapping,
    mappingStrength,
    trust,
    revocation,
    session,
  };
  expect(drafts.rows).toEqual([{ draft: migrated }]);
  expect(revisions.rows).toEqual([{ settings: { ...migrated, networks: [] } }]);
  // What the schema adds to a file from before is what the migration adds to a row.
  expect(settingsSchema.parse(old)).toEqual(migrated);
  expect(settingsSchema.parse(drafts.rows[0]?.draft)).toEqual(migrated);
});

it('makes owners of the administrators from before, and of nobody who comes later unasked', async () => {
  const found = await database.query('select email, role, last_sign_in_at from administrators');
  expect(found.rows).toEqual([{ email: 'ada@fabrikam.example', role: 'owner', last_sign_in_at: null }]);
  const unasked = database.exec(
    `insert into administrators (id, name, email, password_hash, created_at) values ('adm_2', 'Eve', 'eve@fabrikam.example', 'none', 1)`,
  );
  await expect(unasked).rejects.toThrow('"role"');
});
