import { globSync } from 'node:fs';

/** Debian keeps it in a folder for every architecture. */
const clocks = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];
/** Loaded by its user later on, it would be bound past what was loaded first (RTLD_DEEPBIND), and see the true time. */
const gssapi = globSync('/usr/lib/*/libgssapi_krb5.so.2')[0];

export const canBreakClocks = clocks !== undefined && gssapi !== undefined;

/** What a program is started with so that its clock is off, as one whose time source is lost; it is read at each start. */
export type BrokenClock = {
  readonly env: Record<string, string>;
  /** Positive: ahead. */
  readonly setMinutes: (minutes: number) => void;
};

export function brokenClock(minutes: number): BrokenClock {
  const env: Record<string, string> = {
    LD_PRELOAD: `${clocks}:${gssapi}`,
    // A machine’s clock may be wrong, its stopwatch is not; nor are the times that files are given by others.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
  const setMinutes = (by: number) => {
    env['FAKETIME'] = `${by < 0 ? '-' : '+'}${Math.abs(by)}m`;
  };
  setMinutes(minutes);
  return { env, setMinutes };
}
