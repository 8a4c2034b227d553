import { z } from 'zod';

/** What a connector knows of revocation at one place where it asks; times are milliseconds since 1970. */
export const revocationRowViewSchema = z.object({
  /** SHA-256 of the authority's public key. */
  authority: z.string(),
  name: z.string(),
  kind: z.enum(['ocsp', 'crl', 'delta', 'uploaded']),
  url: z.string(),
  mode: z.enum(['fail-open', 'fail-closed']),
  state: z.enum(['current', 'ended', 'unreachable', 'unusable', 'not-asked']),
  askedAt: z.number().exactOptional(),
  tookMs: z.number().exactOptional(),
  bytes: z.number().exactOptional(),
  entries: z.number().exactOptional(),
  thisUpdate: z.number().exactOptional(),
  nextUpdate: z.number().exactOptional(),
  failsAt: z.number().exactOptional(),
  detail: z.string().exactOptional(),
});
export type RevocationRowView = z.infer<typeof revocationRowViewSchema>;

/** As the connector last told it. */
export const revocationBoardViewSchema = z.object({
  rows: z.array(revocationRowViewSchema),
  /** Rows that were not told, because there were too many. */
  left: z.number(),
  toldAt: z.number(),
});
export type RevocationBoardView = z.infer<typeof revocationBoardViewSchema>;

/** How often TLS and the rules said different things of a certificate since the connector started. */
export const tlsDifferencesViewSchema = z.object({
  count: z.number(),
  last: z.object({ at: z.number(), tls: z.string(), rules: z.string(), certificate: z.string() }).exactOptional(),
});
export type TlsDifferencesView = z.infer<typeof tlsDifferencesViewSchema>;
