import { caFindingCatalogue } from '#lib/pki/findings/ca-finding-catalogue.ts';
import { sslFindingCatalogue } from '#lib/pki/findings/ssl-finding-catalogue.ts';

/** Every finding about certificates. The ids are stable; docs/findings.md is written from this. */
export const pkiFindingCatalogue = { ...sslFindingCatalogue, ...caFindingCatalogue };

export type PkiFindingId = keyof typeof pkiFindingCatalogue;
