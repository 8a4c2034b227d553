import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseAddress } from '#lib/flow/address.ts';
import { formatBlock, parseBlock } from '#lib/flow/block.ts';
import { type CompiledFlow, compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type FlowSettings, methods } from '#lib/flow/flow-settings.ts';

const usage = 'Usage: npm run -s decide -- SETTINGS.json [--seen-from ADDRESS …] < addresses';

/** Nothing that could be an address comes near this; it keeps an input without line ends from filling the memory. */
const maxLineLength = 65_536;

/** What stops the run before the first line; the message goes to stderr. */
class Refusal extends Error {}

const switchable = z.object({ enabled: z.boolean() });

const decidingPart = z.object({
  clientCertificate: switchable,
  kerberos: switchable,
  outside: z.enum(['password', 'refuse']),
  networks: z.array(
    z.object({
      block: z.string(),
      label: z.string().default(''),
      methods: z.array(z.enum(methods)).optional(),
    }),
  ),
});

async function readSettings(path: string): Promise<FlowSettings> {
  // npm changes to the package's folder; the path is meant from where the person stands.
  const standing = process.env['INIT_CWD'];
  const place = !existsSync(path) && standing !== undefined ? resolve(standing, path) : path;
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Refusal(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = decidingPart.safeParse(json);
  if (!read.success) {
    const lines = read.error.issues.map(({ path: steps, message }) => `${path}: ${fieldName(steps)}: ${message}`);
    throw new Refusal(lines.join('\n'));
  }
  return { ...read.data, networks: canonicalNetworks(path, read.data.networks) };
}

function fieldName(steps: readonly PropertyKey[]): string {
  return steps.length === 0
    ? 'the file'
    : steps
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
        .join('')
        .replace(/^\./, '');
}

function canonicalNetworks(path: string, networks: FlowSettings['networks']): FlowSettings['networks'] {
  const problems: string[] = [];
  const places = new Map<string, number>();
  const canonical = networks.map((network, place) => {
    const read = parseBlock(network.block.trim());
    if (!read.ok) {
      problems.push(`${path}: networks[${place}].block: ${read.problem.message}`);
      return network;
    }
    const block = formatBlock(read.value);
    const earlier = places.get(block);
    if (earlier !== undefined) {
      problems.push(
        `${path}: networks[${place}].block: ${block} is the block of networks[${earlier}] already; keep one of them.`,
      );
    }
    places.set(block, place);
    return { ...network, block };
  });
  if (problems.length > 0) throw new Refusal(problems.join('\n'));
  return canonical;
}

function readArguments(given: readonly string[]): { settingsPath: string; seenFrom: string[] } {
  const seenFrom: string[] = [];
  let settingsPath: string | undefined;
  let isSeenFrom = false;
  for (const argument of given.flatMap((each) =>
    each.startsWith('--seen-from=') ? ['--seen-from', each.slice(12)] : [each],
  )) {
    if (argument === '--seen-from') isSeenFrom = true;
    else if (argument.startsWith('--')) throw new Refusal(`The option ${argument} is not known.\n${usage}`);
    else if (isSeenFrom && parseAddress(argument).ok) seenFrom.push(argument);
    else if (settingsPath === undefined) settingsPath = argument;
    else {
      const read = parseAddress(argument);
      throw new Refusal(
        isSeenFrom && !read.ok
          ? `--seen-from: ${read.problem.message}`
          : `${argument} is one argument too many.\n${usage}`,
      );
    }
  }
  if (settingsPath === undefined) throw new Refusal(usage);
  return { settingsPath, seenFrom };
}

function answerLine(flow: CompiledFlow, typed: string): string {
  const echoed = typed.replaceAll('\t', '\\t');
  const decided = decideFlow(flow, typed.trim());
  if (!decided.ok) return `${echoed}\terror\t${decided.problem.message}\n`;
  const { methods: offered, matched } = decided.value;
  const where =
    matched.kind === 'none' ? 'none' : matched.kind === 'implicit' ? `implicit:${matched.block}` : matched.block;
  return `${echoed}\t${offered.length === 0 ? 'refuse' : offered.join(',')}\t${where}\n`;
}

async function answerAll(flow: CompiledFlow): Promise<void> {
  let rest = '';
  const lineOf = (text: string): string => answerLine(flow, text.endsWith('\r') ? text.slice(0, -1) : text);
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLineLength);
    if (!process.stdout.write(lines.map(lineOf).join(''))) await once(process.stdout, 'drain');
  }
  if (rest !== '') process.stdout.write(lineOf(rest));
}

try {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of the answers has gone, as `| head` does.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { settingsPath, seenFrom } = readArguments(process.argv.slice(2));
  await answerAll(compileFlow(await readSettings(settingsPath), seenFrom));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
