import type { RevisionRow } from '#lib/services/read-connection-facts.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { openSignedSettings } from '#lib/wire/signed-settings.ts';

type Signed = Pick<RevisionRow, 'packed' | 'signature'>;

const maxEntries = 1_000;
/** By signature: unpacking settings of megabytes takes a while, and what is signed stays the same. */
const known = new Map<string, Promise<string | undefined>>();

/** Where a revision told connectors to send people back to; empty in those from before it was told, undefined where they cannot be opened. */
export function signedGatehouseUrl(signed: Signed, gatehouseKey: string): Promise<string | undefined> {
  const url = known.get(signed.signature) ?? readUrl(signed, gatehouseKey);
  known.delete(signed.signature);
  known.set(signed.signature, url);
  const [oldest] = known.keys();
  if (known.size > maxEntries && oldest !== undefined) known.delete(oldest);
  return url;
}

async function readUrl({ packed, signature }: Signed, gatehouseKey: string): Promise<string | undefined> {
  const opened = await openSignedSettings({ packed, signature }, await importPublicKey(gatehouseKey));
  return opened.ok ? opened.settings.gatehouseUrl : undefined;
}
