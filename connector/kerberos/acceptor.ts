import type { KerberosState } from '#lib/wire/frames.ts';

/** What came of one SPNEGO token (RFC 4559). */
export type Accepted =
  | {
      readonly kind: 'accepted';
      /** The full principal: `alice@AD.EXAMPLE.TEST`. */
      readonly principal: string;
      /** For `WWW-Authenticate: Negotiate …`, so that the browser knows the service too; base64. */
      readonly response: string | undefined;
    }
  /** NTLM, which is never answered: the next method follows. */
  | { readonly kind: 'ntlm' }
  /** `reason` is a name like `ticket-replayed`, `ticket-invalid`, `clock-skew`, `no-key-for-service`. */
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string };

/** Takes SPNEGO tokens with the keys of a keytab. */
export type KerberosAcceptor = {
  /** `token` is what follows `Negotiate ` in the Authorization header. */
  readonly accept: (token: string) => Promise<Accepted>;
  readonly state: () => KerberosState;
};
