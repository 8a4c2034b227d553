import pino, { type Logger } from 'pino';

export type LogWishes = {
  readonly level?: string | undefined;
  readonly format?: string | undefined;
  readonly isTerminal: boolean;
  readonly write: (line: string) => void;
};

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** JSON lines for machines, plain lines for a person at a terminal. */
export function openLog({ level, format, isTerminal, write }: LogWishes): Logger {
  const isText = format === undefined ? isTerminal : format === 'text';
  return pino(
    {
      level: levels.find((known) => known === level) ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => write(isText ? toText(line) : line) },
  );
}

function toText(line: string): string {
  const { level, time, msg, err, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const words = Object.entries(facts).map(([name, value]) => `${name}=${plain(value)}`);
  const stack = (err as { stack?: string } | undefined)?.stack;
  const head = `${String(time).slice(0, 19).replace('T', ' ')} ${String(level).padEnd(5)} ${plain(msg, false)}`;
  return `${[head, ...words].join('  ')}${stack === undefined ? '' : `\n${stack}`}\n`;
}

/** Names come out of certificates of strangers: nothing of them may steer a terminal. */
function plain(value: unknown, isQuoted = true): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = text.replaceAll(/\p{Cc}+/gu, ' ');
  return isQuoted && /\s/.test(safe) ? `"${safe}"` : safe;
}
