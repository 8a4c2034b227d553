import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { auditFaultWords, auditMarkWords } from '#lib/contracts/audit-fault-words.ts';
import type { ChainPlace } from '#lib/core/audit-chain.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { chainPlaceText, readChainPlaceText } from '#lib/core/chain-place-text.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { readAuditFile, type VerifiedFile } from '#lib/core/read-audit-file.ts';
import type { OpenedDatabase } from '#lib/db/database.ts';
import { openPglite } from '#lib/db/open-pglite.ts';
import { openPostgres } from '#lib/db/open-postgres.ts';
import { keyring } from '#lib/db/schema.ts';
import { auditLines } from '#lib/services/audit/audit-lines.ts';
import { readServerSettings } from '#server/settings.ts';
import { startSentence } from '#server/start-problem.ts';

/*
 * Verifies the audit log: of an export, or of the database that the environment names as it does for Gatehouse (DATABASE_URL, or
 * GATEHOUSE_DATA of a Gatehouse that is stopped). Nothing is written. Ends with 0 where everything fits, with 1 where something does not,
 * and with 2 where it could not be found out.
 */

const usage = 'Usage: npm run -s verify-audit -- [EXPORT.jsonl] [--kept "NUMBER HASH"] [--key FINGERPRINT]';

/** What stops the run; the message goes to stderr. */
class Refusal extends Error {}

type Asked = {
  readonly file: string | undefined;
  readonly kept: ChainPlace | undefined;
  /** SHA-256 of the key that the head must be signed with. */
  readonly key: string | undefined;
};

function readArguments(given: readonly string[]): Asked {
  let [file, kept, key]: [string?, ChainPlace?, string?] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (word === '--kept') {
      at += 1;
      kept = readChainPlaceText(given[at] ?? '');
      if (kept === undefined)
        throw new Refusal(
          '--kept wants the head as the console shows it: the number and the hash of 64 characters, in quotes.',
        );
    } else if (word === '--key') {
      at += 1;
      key = given[at]?.toLowerCase();
      if (key === undefined || !/^[0-9a-f]{64}$/.test(key))
        throw new Refusal(
          '--key wants the SHA-256 of the signing key, 64 characters, as tickets and connectors show it.',
        );
    } else if (word.startsWith('-') || file !== undefined) throw new Refusal(usage);
    else file = word;
  }
  return { file, kept, key };
}

async function verifyFile(path: string, kept: ChainPlace | undefined): Promise<VerifiedFile> {
  // npm changes to the package's folder; the path is meant from where the person stands.
  const standing = process.env['INIT_CWD'];
  const place = !existsSync(path) && standing !== undefined ? resolve(standing, path) : path;
  const read = await readAuditFile(createReadStream(place, 'utf8'), { kept });
  if (!read.ok) throw new Refusal(`${path}: ${read.problem}`);
  return read.value;
}

async function openStore(): Promise<OpenedDatabase> {
  const { databaseUrl, dataDirectory } = readServerSettings(process.env);
  if (databaseUrl !== undefined) return openPostgres({ databaseUrl });
  if (!existsSync(join(dataDirectory, 'store')))
    throw new Refusal(
      `There is no database in ${dataDirectory}: name the data with GATEHOUSE_DATA or DATABASE_URL, or an exported file.`,
    );
  return openPglite({ dataDirectory });
}

async function verifyStore(kept: ChainPlace | undefined): Promise<VerifiedFile> {
  const store = await openStore();
  try {
    const [key] = await store.db.select({ publicKey: keyring.publicKey }).from(keyring);
    const read = await readAuditFile(auditLines(store.db, key?.publicKey ?? ''), { kept });
    if (!read.ok) throw new Refusal(read.problem);
    return read.value;
  } finally {
    await store.close();
  }
}

/** The lines to print, and whether everything fits. */
async function tell(
  { verdict, header }: VerifiedFile,
  { kept, key }: Asked,
): Promise<{ lines: string[]; fits: boolean }> {
  const { fault, entries, marks, head } = verdict;
  const lines = marks.map((mark) => `Note: ${auditMarkWords(mark)}`);
  if (fault !== undefined) {
    const { title, meaning } = auditFaultWords(fault);
    return { lines: [...lines, title, meaning, `Entries before it that fit: ${entries}.`], fits: false };
  }
  const signedWith = await sha256Hex(fromBase64(header.publicKey) ?? new Uint8Array());
  if (key !== undefined && key !== signedWith && entries > 0)
    return {
      lines: [...lines, `The head is signed with the key ${signedWith}, and you asked for ${key}.`],
      fits: false,
    };
  lines.push(`Verified ${entries} entries: none was changed, removed or put in.`);
  if (head !== undefined && entries > 0)
    lines.push(`Head: ${chainPlaceText(head)}`, `Signed with the key: ${signedWith}`);
  if (kept !== undefined) lines.push('This log contains the head you kept.');
  return { lines, fits: true };
}

try {
  const asked = readArguments(process.argv.slice(2));
  const verified = asked.file === undefined ? await verifyStore(asked.kept) : await verifyFile(asked.file, asked.kept);
  const { lines, fits } = await tell(verified, asked);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = fits ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : startSentence(error)}\n`);
  process.exitCode = 2;
}
