import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const count = Number(process.env['FUZZ_COUNT'] ?? 100_000);
const seed = process.env['FUZZ_SEED'] ?? '1';

type Told = { readonly code: number | null; readonly lines: readonly string[] };

/** Runs the mutations in a process of their own, whose heap is bounded and which is ended when it stops telling its progress. */
function fuzz(...args: readonly string[]): Promise<Told> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'fuzz-judge.test-support.ts');
    // With young objects in half of the heap the engine would do little but collect.
    const bounds = ['--max-old-space-size=128', '--max-semi-space-size=8'];
    const child = spawn(process.execPath, [...bounds, script, ...args]);
    let output = '';
    const watch = () => setTimeout(() => child.kill('SIGKILL'), 60_000);
    let watchdog = watch();
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      clearTimeout(watchdog);
      watchdog = watch();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(watchdog);
      resolve({ code, lines: output.trim().split('\n') });
    });
  });
}

it(`accepts nobody because of ${count} changed certificates, lists and answers, and answers each of them`, {
  timeout: 900_000,
}, async () => {
  const { code, lines } = await fuzz(String(count), seed);
  expect(code, lines.slice(-20).join('\n')).toBe(0);
  const summary = JSON.parse(lines.at(-1) ?? '');
  console.info(JSON.stringify(summary));
  expect(summary.failures).toEqual([]);
  expect(summary.items).toBe(count);
  expect(summary.unreadable + summary.judged).toBe(count);
  expect(summary.peakMiB).toBeLessThan(128);
  // Three certificates, two lists or an answer with its responder: no change may make anybody check many more signatures than that.
  expect(summary.mostSignatureChecks).toBeLessThan(20);
  // Mutations that break everything would test little, and so would those that leave everything whole.
  expect(summary.judged).toBeGreaterThan(count / 10);
  expect(Object.keys(summary.refusals).length).toBeGreaterThan(4);
  expect(summary.accepted).toBeLessThan(summary.judged / 5);
  // What is signed anew reaches the rules behind the signature.
  expect(Object.keys(summary.signedAnew)).toEqual(
    expect.arrayContaining(['accepted', 'name-not-permitted', 'malformed-extension']),
  );
});
