/*
 * The GSS library takes the path of the keytab from the environment of the process, and reads that from the threads that take
 * tickets. Changing the environment under a running thread is undefined (POSIX, setenv), so it is set once, before the first ticket,
 * and stays: a process has one keytab.
 */
let chosen: string | undefined;

/** Whether the process uses this keytab from now on; false where it uses another one already. */
export function chooseKeytab(path: string): boolean {
  if (chosen === undefined) {
    process.env['KRB5_KTNAME'] = `FILE:${path}`;
    // Wins over KRB5RCACHETYPE=none and over default_rcache_name in krb5.conf, either of which would let tickets be replayed.
    process.env['KRB5RCACHENAME'] = 'dfl:';
    chosen = path;
  }
  return chosen === path;
}
