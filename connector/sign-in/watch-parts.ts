import type { DifferenceCounter } from '#connector/front/tls-differences.ts';
import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import type { StateFrame } from '#lib/wire/frames.ts';

export type PartsState = Pick<StateFrame, 'directory' | 'kerberos' | 'differences'>;

export type PartsWatch = {
  /** As it is now; counts as told. */
  readonly tell: () => PartsState;
  readonly now: () => PartsState;
  /** Tells what changed since it was told last, if anything did. */
  readonly tellNews: () => void;
  /** The same, together with what else happens in the next moment. */
  readonly tellSoon: () => void;
  readonly close: () => void;
};

export type PartsWatchParts = {
  readonly directory: Pick<Directory, 'state' | 'watch'>;
  readonly kerberos: Pick<KerberosAcceptor, 'state'>;
  readonly differences: Pick<DifferenceCounter, 'state'>;
  /** False where nobody heard it. */
  readonly send: (frame: StateFrame) => boolean;
  /** Whatever there is to hear. */
  readonly onChange: () => void;
  /** How often the keytab is looked at: nobody says when it changes. */
  readonly lookMs?: number;
};

/** Strangers can make this happen as often as they like. */
const soonMs = 1_000;

/** Keeps Gatehouse informed about directory and Kerberos. */
export function watchParts(parts: PartsWatchParts): PartsWatch {
  const { directory, kerberos, differences, send, onChange, lookMs = 10_000 } = parts;
  let told = '';
  let seen = '';
  const now = (): PartsState => ({
    directory: directory.state(),
    kerberos: kerberos.state(),
    differences: differences.state(),
  });

  function tellNews(): void {
    const state = now();
    const text = JSON.stringify(state);
    if (text !== seen) {
      seen = text;
      onChange();
    }
    if (text !== told && send({ t: 'state', ...state })) told = text;
  }

  let soon: NodeJS.Timeout | undefined;
  let isClosed = false;
  const unwatch = directory.watch(tellNews);
  const look = setInterval(tellNews, lookMs);
  return {
    now,
    tell: () => {
      const state = now();
      told = JSON.stringify(state);
      return state;
    },
    tellNews,
    tellSoon: () => {
      if (isClosed) return;
      soon ??= setTimeout(() => {
        soon = undefined;
        tellNews();
      }, soonMs);
    },
    close: () => {
      unwatch();
      clearInterval(look);
      clearTimeout(soon);
      isClosed = true;
    },
  };
}
