import { expect, it } from 'vitest';
import { readPem } from '#lib/pki/files/read-pem.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

it.each([0, 1, 47, 48, 49, 96, 1000])('writes %d bytes as lines of 64 that read back', (length) => {
  const bytes = new Uint8Array(length).fill(0xa5);
  const text = toPem('CERTIFICATE', bytes);
  for (const line of text.trimEnd().split('\n').slice(1, -2)) expect(line).toHaveLength(64);
  expect([...readPem(text)]).toEqual([{ label: 'CERTIFICATE', line: 1, headers: new Map(), content: bytes }]);
});
