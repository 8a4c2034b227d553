import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';

/** For a connector whose config.json names no keytab. */
export const noKerberos: KerberosAcceptor = {
  accept: async () => ({ kind: 'refused', reason: 'kerberos-not-configured', detail: 'config.json names no keytab' }),
  state: () => ({ state: 'none', principals: [] }),
};
