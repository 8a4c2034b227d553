import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';

/** Long enough for a browser that asks where to save; until then the address must stay good. */
const addressLifeMs = 60_000;

/** Hands a file to the browser to be saved, as a download that no server is asked for. */
export function saveFile({ name, blob }: WrittenFile): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), addressLifeMs);
}
