import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { judgeCase, judgedCaseSchema } from './judged-case.ts';

const usage = 'Usage: npm run -s judge -- CASES.json';

/** What stops the run before the first line; the message goes to stderr. */
class Refusal extends Error {}

const casesSchema = z.union([
  z.object({ cases: z.array(z.unknown()) }).transform(({ cases }) => cases),
  z.object({ testcases: z.array(z.unknown()) }).transform(({ testcases }) => testcases),
  z.array(z.unknown()),
]);

async function readCases(path: string): Promise<readonly unknown[]> {
  // npm changes to the package's folder; the path is meant from where the person stands.
  const standing = process.env['INIT_CWD'];
  const place = !existsSync(path) && standing !== undefined ? resolve(standing, path) : path;
  const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const text = await readFile(place, 'utf8').catch((error: unknown) => {
    throw new Refusal(`${path} cannot be read: ${reasonOf(error)}`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Refusal(`${path} is not JSON: ${reasonOf(error)}`);
  }
  const read = casesSchema.safeParse(json);
  if (!read.success) throw new Refusal(`${path} holds no cases: a list is wanted, or an object with “cases”.`);
  return read.data;
}

/** One line: nothing of a certificate may begin another. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

async function answerLine(given: unknown, place: number): Promise<string> {
  const read = judgedCaseSchema.safeParse(given);
  if (!read.success) {
    const { data: id = `#${place + 1}` } = z
      .string()
      .min(1)
      .safeParse((given as { id?: unknown } | null)?.id);
    const issue = read.error.issues[0];
    return `${oneLine(id)}\trefused\tunreadable: ${oneLine(`${issue?.path.join('.')}: ${issue?.message}`)}\n`;
  }
  const { answer, reason } = await judgeCase(read.data);
  return `${oneLine(read.data.id)}\t${answer}\t${oneLine(reason)}\n`;
}

try {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of the answers has gone, as `| head` does.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const [path, ...more] = process.argv.slice(2);
  if (path === undefined || more.length > 0) throw new Refusal(usage);
  for (const [place, given] of (await readCases(path)).entries()) process.stdout.write(await answerLine(given, place));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
