import { readFileSync, statSync } from 'node:fs';
import { isOpenToOthers } from '#connector/disk/open-to-others.ts';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import { enctypeName, isWeak, type KeytabEntry, readKeytab } from '#connector/kerberos/keytab-file.ts';

const maxKeytabBytes = 1024 * 1024;

/** What is known of the keytab as it lies on the disk now. */
export type KeytabReading =
  | { readonly isUsable: true; readonly entries: readonly KeytabEntry[]; readonly warning: string | undefined }
  | { readonly isUsable: false; readonly problem: string };

/** Reads the keytab whenever it is another one than at the last call; Kerberos itself opens it for every ticket anew. */
export function watchKeytab(
  path: string,
  wishes: { readonly servicePrincipal?: string | undefined; readonly onChange?: (reading: KeytabReading) => void },
): () => KeytabReading {
  let seen: string | undefined;
  let reading: KeytabReading | undefined;
  return () => {
    const now = mark(path);
    if (reading === undefined || now !== seen) {
      const isFirst = reading === undefined;
      reading = read(path, wishes.servicePrincipal);
      seen = now;
      if (!isFirst) wishes.onChange?.(reading);
    }
    return reading;
  };
}

/** Changes whenever the file does, its rights included. */
function mark(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return [ino, size, mtimeMs, ctimeMs].join(' ');
  } catch (cause) {
    return reasonOf(cause);
  }
}

function read(path: string, servicePrincipal: string | undefined): KeytabReading {
  const unusable = (problem: string): KeytabReading => ({ isUsable: false, problem });
  let file: Buffer;
  try {
    const status = statSync(path);
    const { size } = status;
    // Whoever reads the key can pretend to be anybody before this service.
    if (isOpenToOthers(status))
      return unusable(`keytab-open-to-others: every user of this machine can use ${path}; run: chmod 600 ${path}`);
    if (size > maxKeytabBytes) return unusable(`keytab-invalid: ${path} is ${size} bytes long, no keytab is`);
    file = readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      return unusable(`keytab-missing: there is no ${path}; export it from your directory and copy it here`);
    return unusable(`keytab-unreadable: ${path} cannot be read (${reasonOf(cause)})`);
  }
  const entries = readKeytab(file);
  if (entries === undefined) return unusable(`keytab-invalid: ${path} is no keytab of MIT Kerberos (version 5.2)`);
  if (entries.length === 0) return unusable(`keytab-empty: ${path} holds no key`);
  if (servicePrincipal !== undefined && !entries.some(({ principal }) => isNamed(principal, servicePrincipal)))
    return unusable(`service-not-in-keytab: ${path} holds no key of ${servicePrincipal}`);
  return { isUsable: true, entries, warning: warningOf(entries) };
}

/** Whether the principal is the one asked for, which may leave out its realm. */
export function isNamed(principal: string, wanted: string): boolean {
  return principal === wanted || principal.replace(/@[^@]*$/, '') === wanted;
}

function warningOf(entries: readonly KeytabEntry[]): string | undefined {
  const weakOnly = [...new Set(entries.map(({ principal }) => principal))].filter((name) =>
    entries.every((entry) => entry.principal !== name || isWeak(entry)),
  );
  if (weakOnly.length === 0) return undefined;
  const kinds = new Set(entries.filter(isWeak).map(({ enctype }) => enctypeName(enctype)));
  return `weak-keys-only: ${weakOnly.slice(0, 3).join(', ')} has only keys that are no longer safe (${[...kinds].join(', ')}); turn AES on for the account, change its password, and export the keytab again`;
}
