import type { LdapConfig } from '#connector/disk/config-directory.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { openDirectory } from '#connector/ldap/open-directory.ts';
import type { ServerTimes } from '#connector/ldap/server-list.ts';
import { testLog } from '#connector/test-world/start-test-daemon.ts';
import type { DirectoryState } from '#lib/wire/frames.ts';
import { type MethodResult, methodResultSchema } from '#lib/wire/method-result.ts';

const quickServerTimes: Partial<ServerTimes> = { firstMs: 20, longestMs: 100, probeMs: 50 };

/** A directory with the shortest waits a test can want. */
export function openTestDirectory(
  config: Omit<LdapConfig, 'kind'>,
  more: { readonly realms?: readonly string[]; readonly times?: Partial<ServerTimes> } = {},
) {
  const { log, lines } = testLog();
  const directory = openDirectory(
    {
      directory: { kind: 'ldap', ...config },
      ...(more.realms === undefined ? {} : { kerberos: { keytab: '/none', realms: [...more.realms] } }),
    },
    { log, now: Date.now, times: { ...quickServerTimes, ...more.times } },
  );
  return { ...directory, lines };
}

/** In one word: `accepted`, or the reason; and never anything that the wire would not take. */
export async function outcomeOf(check: Promise<MethodResult>): Promise<string> {
  const result = await check;
  methodResultSchema.parse(result);
  return result.result === 'accepted' ? 'accepted' : `${result.result}: ${result.reason}`;
}

/** Resolves as soon as the directory's state is one that is waited for. */
export function whenState(directory: Directory, isIt: (state: DirectoryState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isIt(directory.state())) return;
      stop();
      resolve();
    };
    const stop = directory.watch(look);
    look();
  });
}
