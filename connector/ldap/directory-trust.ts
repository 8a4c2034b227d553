import { readFileSync } from 'node:fs';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** Whom LDAP servers' certificates may come from: the given PEM files, else what Node and the machine trust. Made once, since it is costly. */
export function directoryTrust(files: readonly string[] | undefined): Outcome<SecureContext, ServerFault> {
  try {
    const ca =
      files === undefined
        ? [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
        : files.map((file) => readFileSync(file));
    return success(createSecureContext({ ca, minVersion: 'TLSv1.2' }));
  } catch (cause) {
    return {
      ok: false,
      problem: {
        reason: 'directory-untrusted',
        detail: `the files of "ca" cannot be used: ${reasonOf(cause)}`,
        scope: 'server',
      },
    };
  }
}
