import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Mailbox, mailbox } from '#connector/test-world/mailbox.ts';
import type { LogLine } from '#connector/test-world/start-test-daemon.ts';

export type Child = {
  readonly process: ChildProcess;
  /** Lines of the log; a line that is no JSON comes as `{ msg }`. */
  readonly lines: Mailbox<LogLine>;
  readonly output: () => string;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
};

/** A connector as a process of its own: the program and its arguments. */
export function startChild(program: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const lines = mailbox<LogLine>('log line');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`;
      lines.put(line.startsWith('{"') ? JSON.parse(line) : { msg: line, level: 'none' });
    });
  }
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return {
    process: child,
    lines,
    output: () => output,
    exited,
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
