import { parseArgs } from 'node:util';
import { type Listen, readListen } from '#connector/disk/config.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

export type Command =
  | { readonly kind: 'help' | 'version' }
  | {
      readonly kind: 'enrol';
      readonly ticketUrl: string;
      readonly data: string;
      readonly name?: string;
      readonly listen?: Listen;
      readonly isExit: boolean;
    }
  | { readonly kind: 'run'; readonly data: string; readonly listen?: Listen }
  | { readonly kind: 'status'; readonly data: string; readonly isJson: boolean }
  | { readonly kind: 'doctor'; readonly data: string; readonly isJson: boolean }
  | { readonly kind: 'import'; readonly data: string; readonly original: string };

export const defaultData = './connector-data';

export const helpText = `gatehouse-connector: answers for a directory and dials out to Gatehouse

  gatehouse-connector enrol TICKET-URL [--data DIR] [--name NAME] [--listen HOST:PORT] [--exit]
      Makes this connector's keys, enrols it with a one-time ticket from the console, and runs it.
      With --exit it ends after enrolling.

  gatehouse-connector run [--data DIR] [--listen HOST:PORT]
      Runs an enrolled connector in the foreground.

  gatehouse-connector status [--data DIR] [--json]
      Says what is enrolled, what it serves and whether it runs. Ends with 0 if it runs and serves, 3 if it does not run.

  gatehouse-connector doctor [--data DIR] [--json]
      Runs every check of this machine's part: files, clock, link, directory, keytab, listener. Says what is wrong and what to do.
      Ends with 0 if nothing is wrong, 1 if something is.

  gatehouse-connector import ORIGINAL-CONFIG.json [--data DIR]
      Takes the LDAP settings, the port and the proxy of an original AD/LDAP connector over into config.json.

  gatehouse-connector --help | --version

  --data DIR          where keys, settings and config.json are kept (default ${defaultData})
  --name NAME         what the console calls this connector (default: this machine's name)
  --listen HOST:PORT  where browsers reach it (default [::]:8443, IPv4 and IPv6)

Environment: NODE_EXTRA_CA_CERTS=FILE or NODE_USE_SYSTEM_CA=1 where Gatehouse has a certificate of a private authority;
LOG_LEVEL=debug|info|warn|error; LOG_FORMAT=json|text (default: text on a terminal, else json).
`;

const options = {
  data: { type: 'string' },
  name: { type: 'string' },
  listen: { type: 'string' },
  exit: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const allowed: Readonly<Record<string, readonly string[]>> = {
  enrol: ['data', 'name', 'listen', 'exit'],
  run: ['data', 'listen'],
  status: ['data', 'json'],
  doctor: ['data', 'json'],
  import: ['data'],
};

const seeHelp = 'See “gatehouse-connector --help”.';

export function readCommandLine(words: readonly string[]): Outcome<Command> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(words);
  } catch (cause) {
    return failure('invalid-input', `${(cause as Error).message.split('. ')[0]}. ${seeHelp}`);
  }
  const { values, positionals } = parsed;
  if (values.help) return success({ kind: 'help' });
  if (values.version) return success({ kind: 'version' });
  const [verb, ...rest] = positionals;
  if (verb === undefined) return success({ kind: 'help' });
  const flags = allowed[verb];
  if (flags === undefined) return failure('invalid-input', `“${verb}” is no command of the connector. ${seeHelp}`);
  const misplaced = Object.keys(values).find((flag) => !flags.includes(flag));
  if (misplaced !== undefined) return failure('invalid-input', `“${verb}” knows no --${misplaced}. ${seeHelp}`);
  const surplus = verb === 'enrol' || verb === 'import' ? rest[1] : rest[0];
  if (surplus !== undefined)
    return failure('invalid-input', `“${verb}” does not know what to do with “${surplus}”. ${seeHelp}`);

  const data = values.data ?? defaultData;
  if (data === '') return failure('invalid-input', '--data needs a folder.');
  const listen = values.listen === undefined ? undefined : readListen(values.listen);
  if (listen !== undefined && !listen.ok) return listen;
  const listenPart = listen === undefined ? {} : { listen: listen.value };

  if (verb === 'status' || verb === 'doctor') return success({ kind: verb, data, isJson: values.json ?? false });
  if (verb === 'import') {
    const [original] = rest;
    if (original === undefined)
      return failure('invalid-input', `“import” needs the config.json of the original connector. ${seeHelp}`);
    return success({ kind: 'import', data, original });
  }
  if (verb === 'run') return success({ kind: 'run', data, ...listenPart });
  const [ticketUrl] = rest;
  if (ticketUrl === undefined)
    return failure('invalid-input', `“enrol” needs the ticket URL that the console shows. ${seeHelp}`);
  const name = values.name?.trim();
  if (name !== undefined && (name === '' || name.length > 80))
    return failure('invalid-input', '--name must have 1 to 80 characters.');
  return success({
    kind: 'enrol',
    ticketUrl,
    data,
    ...listenPart,
    ...(name === undefined ? {} : { name }),
    isExit: values.exit ?? false,
  });
}

function parse(words: readonly string[]) {
  return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
}
