import { utf8 } from '#lib/core/bytes.ts';

/*
 * One save is one request (14 MiB, server/check-change.ts), and one revision is one frame to a connector (8 MiB, lib/wire/limits.ts). What
 * fits these two limits fits both of them.
 */
const maxSettingsMiB = 3;
const maxSealedKeysMiB = 9;
const mebibyte = 1024 * 1024;

/** What is too large about settings, in one sentence; undefined where they can be saved, published and delivered. */
export function settingsSizeProblem(settings: unknown): string | undefined {
  const bytes = utf8(JSON.stringify(settings)).length;
  if (bytes <= maxSettingsMiB * mebibyte) return undefined;
  return `The settings take ${mebibytes(bytes)} MiB, and at most ${maxSettingsMiB} MiB can be saved. Remove uploaded revocation lists or CA certificates that issue nothing to people, or put networks together.`;
}

/** What is too large about the sealed keys of one save, in one sentence. */
export function sealedKeysSizeProblem(sealedKeys: readonly { readonly envelope: string }[]): string | undefined {
  const bytes = sealedKeys.reduce((sum, { envelope }) => sum + envelope.length, 0);
  if (bytes <= maxSealedKeysMiB * mebibyte) return undefined;
  return `The key, sealed to ${sealedKeys.length} connectors, takes ${mebibytes(bytes)} MiB, and at most ${maxSealedKeysMiB} MiB can be saved at once. Use a certificate with a smaller key, such as P-256.`;
}

/** Rounded up, so that too much never reads as just enough. */
function mebibytes(bytes: number): string {
  return (Math.ceil((bytes / mebibyte) * 10) / 10).toFixed(1);
}
