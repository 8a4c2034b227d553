import { expect, test } from 'vitest';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { findPaths } from '#lib/pki/path/find-paths.ts';

const bare = { hasKeyIds: false };

/** Two authorities that certified each other eight times over, so that there are more ways than anybody follows, and none to a root. */
async function crossed(): Promise<{ readonly first: Minted; readonly all: readonly Certificate[] }> {
  const [a, b] = [await mintAuthority('Alpha', undefined, bare), await mintAuthority('Beta', undefined, bare)];
  const all: Certificate[] = [];
  for (let round = 0; round < 8; round += 1) {
    const alpha = await mintAuthority('Alpha', b, { ...bare, ownKey: a.key });
    const beta = await mintAuthority('Beta', a, { ...bare, ownKey: b.key });
    all.push(alpha.certificate, beta.certificate);
  }
  return { first: a, all };
}

test('certificates that only have the name of an issuer are looked at once for each that they may have issued', async () => {
  const { first, all } = await crossed();
  const stranger = await mintAuthority('Stranger', undefined, bare);
  const ownKey = await generateKeyPair('P-256');
  let looks = 0;
  const namesakes: Certificate[] = [];
  for (let at = 0; at < 60; at += 1) {
    const { certificate } = await mintAuthority(at % 2 ? 'Alpha' : 'Beta', stranger, { ...bare, ownKey });
    const { spkiFingerprint } = certificate;
    namesakes.push(
      Object.defineProperty({ ...certificate }, 'spkiFingerprint', {
        get: () => {
          looks += 1;
          return spkiFingerprint;
        },
      }),
    );
  }
  const leaf = (await mintClient('Ada', first, bare)).certificate;
  const ends = new Set<string>();
  const search = { presented: [...namesakes, ...all], authorities: [], at: mintedAt };
  for await (const { end } of findPaths(leaf, search)) ends.add(end);
  expect(ends).toContain('out-of-budget');
  // Of seventeen certificates that have an issuer here, each is held against the thirty of its issuer's name.
  expect(looks).toBeLessThanOrEqual(17 * 30);
});
