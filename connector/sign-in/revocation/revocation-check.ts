import type { Ending } from '#connector/sign-in/ending.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';

/** `ending` where the try ends here, and `refusal` for the person then. */
export type RevocationStanding = {
  readonly ending: Ending | undefined;
  readonly refusal?: Extract<Verdict, { readonly accepted: false }>;
  readonly detail: string;
};

/** Whether a certificate of the path was taken back; the path runs from the person's certificate to the root. `at` in milliseconds since 1970. */
export type RevocationCheck = (
  path: readonly Certificate[],
  mode: ConnectorSettings['revocation']['mode'],
  at: number,
) => Promise<RevocationStanding>;
