/** The ways of signing in, in the order a connection offers them. */
export const methods = ['client-certificate', 'kerberos', 'password'] as const;

export type Method = (typeof methods)[number];

/** A labelled block of addresses, as Gatehouse sees them, with its own methods if it sets any. */
export type Network = {
  /** Canonical CIDR text (RFC 5952, RFC 4632): `24.12.34.56/32`. */
  readonly block: string;
  readonly label: string;
  /** Ordered; absent or empty means the connection's methods. */
  readonly methods?: readonly Method[] | undefined;
  /** An administrator has confirmed by typing that a block this wide is meant. */
  readonly widthConfirmed?: boolean | undefined;
};

/** The part of a connection's settings that decides which flow an address gets. */
export type FlowSettings = {
  readonly clientCertificate: { readonly enabled: boolean };
  readonly kerberos: { readonly enabled: boolean };
  /** What addresses outside every network get. */
  readonly outside: 'password' | 'refuse';
  readonly networks: readonly Network[];
};

/** The methods that are on for the connection, in the order a connection offers them. */
export function connectionMethods(settings: Pick<FlowSettings, 'clientCertificate' | 'kerberos'>): Method[] {
  return methods.filter(
    (method) =>
      (method === 'client-certificate' && settings.clientCertificate.enabled) ||
      (method === 'kerberos' && settings.kerberos.enabled) ||
      method === 'password',
  );
}

const methodNames = {
  'client-certificate': 'client certificate',
  kerberos: 'Kerberos',
  password: 'password',
} as const satisfies Record<Method, string>;

/** How a method is called in a sentence. */
export function methodName(method: Method): string {
  return methodNames[method];
}
