import { reasonOf } from '#connector/disk/read-json-file.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';

/** As much as is used of the package `kerberos`. */
export type KerberosLibrary = {
  /** An empty name takes a ticket for any key of the keytab. */
  readonly initializeServer: (service: string) => Promise<KerberosServer>;
};

export type KerberosServer = {
  readonly step: (token: string) => Promise<unknown>;
  readonly contextComplete: boolean;
  readonly username: string | null;
  readonly response: string | null;
  readonly targetName: string | null;
};

/** The package is optional, because it is compiled where it is installed: a connector without it starts, and says what is missing. */
export async function loadKerberos(name = 'kerberos'): Promise<Outcome<KerberosLibrary>> {
  try {
    // A name in a variable keeps compilers and bundlers from looking for the package.
    const loaded = (await import(/* @vite-ignore */ name)) as { readonly default?: KerberosLibrary } & KerberosLibrary;
    return success(loaded.default ?? loaded);
  } catch (cause) {
    const remedy =
      'Install it next to the connector: npm install kerberos (on Debian first, as root: apt-get install build-essential libkrb5-dev).';
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    return failure(
      'unavailable',
      missing
        ? `kerberos-not-installed: the package "kerberos" is not installed. ${remedy}`
        : `kerberos-not-installed: the package "kerberos" cannot be loaded (${reasonOf(cause).split('\n')[0]}). ${remedy}`,
    );
  }
}
