import { chmodSync, rmSync, writeFileSync } from 'node:fs';

/** Debian asks this program before a package starts its daemon; 101 forbids it (invoke-rc.d(8)). */
const policy = '/usr/sbin/policy-rc.d';

/** Tests start their own servers on their own ports; those that Debian would start stay off. A policy of the machine stays as it is. */
export async function withoutStartingDaemons(install: () => Promise<void>): Promise<void> {
  const isOurs = writePolicy();
  try {
    await install();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}

function writePolicy(): boolean {
  try {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
  chmodSync(policy, 0o755);
  return true;
}
