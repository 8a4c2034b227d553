import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));

/** One program of the world, run in the foreground as a child, with all it printed. */
export type Part = {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves with the match as soon as the output has it; rejects when the program ends first. */
  readonly says: (pattern: RegExp) => Promise<RegExpMatchArray>;
  /** Resolves with the exit code once the program is gone. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly ended: Promise<number | null>;
};

export function startPart(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Part {
  const child = spawn(command, args, {
    cwd: projectDirectory,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const watchers = new Set<() => void>();
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    for (const watcher of watchers) watcher();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output: () => output,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = output.match(pattern);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        void ended.then((code) =>
          reject(new Error(`${command} ended with ${code} before it said ${pattern}:\n${output}`)),
        );
        look();
      }),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
