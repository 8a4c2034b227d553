import { z } from 'zod';
import { utf8 } from '#lib/core/bytes.ts';

/*
 * What a connector knows of revocation: one row for each authority and each place where it asks about those the authority issued. Times are
 * milliseconds since 1970, by the connector's clock.
 */

const text = (max: number) => z.string().max(max);
const time = z.number().int();

export const revocationRowSchema = z.strictObject({
  /** SHA-256 of the authority's public key, lower-case hexadecimal. */
  authority: text(64),
  /** What the authority is called. */
  name: text(120),
  kind: z.enum(['ocsp', 'crl', 'delta', 'uploaded']),
  /** Empty for lists that came with the settings, and where no address is known yet. */
  url: text(300),
  mode: z.enum(['fail-open', 'fail-closed']),
  /** `unreachable`: nothing came at the last try. `unusable`: what came cannot be believed. Either may still have a list from before. */
  state: z.enum(['current', 'ended', 'unreachable', 'unusable', 'not-asked']),
  askedAt: time.optional(),
  tookMs: z.number().nonnegative().optional(),
  /** Of the list or answer that is used. */
  bytes: z.number().int().nonnegative().optional(),
  /** Entries of a list; answers kept of a responder. */
  entries: z.number().int().nonnegative().optional(),
  thisUpdate: time.optional(),
  nextUpdate: time.optional(),
  /** From when on nobody of this authority gets in, unless something newer comes (fail-closed). */
  failsAt: time.optional(),
  /** What was wrong at the last try. */
  detail: text(200).optional(),
});
export type RevocationRow = z.infer<typeof revocationRowSchema>;

export const maxRevocationRows = 200;

export const revocationBoardSchema = z.strictObject({
  rows: z.array(revocationRowSchema).max(maxRevocationRows),
  /** Rows that did not fit. */
  left: z.number().int().nonnegative(),
});
export type RevocationBoard = z.infer<typeof revocationBoardSchema>;

/** A board with its frame around it stays below what the hub reads (maxConnectorFrameBytes). */
const maxBoardBytes = 60_000;

/** As many of the rows, from the first on, as one frame holds. */
export function fitBoard(rows: readonly RevocationRow[]): RevocationBoard {
  const fitting: RevocationRow[] = [];
  let bytes = 0;
  for (const row of rows.slice(0, maxRevocationRows)) {
    bytes += utf8(JSON.stringify(row)).length + 1;
    if (bytes > maxBoardBytes) break;
    fitting.push(row);
  }
  return { rows: fitting, left: rows.length - fitting.length };
}

/** How often OpenSSL and the rules said different things of a certificate, since the connector started. */
export const tlsDifferencesSchema = z.strictObject({
  count: z.number().int().nonnegative(),
  last: z
    .strictObject({
      at: time,
      /** OpenSSL's code, or `accepted`. */
      tls: text(80),
      /** The refusal of the rules, or `accepted`. */
      rules: text(60),
      certificate: text(120),
    })
    .optional(),
});
export type TlsDifferences = z.infer<typeof tlsDifferencesSchema>;
