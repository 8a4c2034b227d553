import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Part, startPart } from './part.ts';

export type RunningConnector = {
  readonly name: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly part: () => Part;
  readonly start: () => void;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** Enrols a real connector with a ticket and lets it run on. */
export async function enrolConnector(options: {
  readonly ticketUrl: string;
  readonly name: string;
  readonly directory: string;
  readonly port?: number;
  /** Another program than the one of this checkout: the bundled file. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<RunningConnector> {
  const port = options.port ?? (await freePort());
  const dataDirectory = join(options.directory, options.name);
  const program = options.program ?? 'connector/main.ts';
  const listen = `127.0.0.1:${port}`;
  const enrol = ['enrol', options.ticketUrl, '--data', dataDirectory, '--name', options.name, '--listen', listen];
  let part = startPart('node', [program, ...enrol], options.env);
  return {
    name: options.name,
    port,
    dataDirectory,
    part: () => part,
    start: () => {
      part = startPart('node', [program, 'run', '--data', dataDirectory, '--listen', listen], options.env);
    },
    stop: (signal) => part.stop(signal),
  };
}
