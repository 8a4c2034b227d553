import { purpose } from '#lib/pki/certificate/purposes.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { keyPem, type TrialFile, trialPfx } from '#script/trial/trial-file.ts';
import { type IssueMore, nameOf, type TrialWorld, thisYear } from '#script/trial/trial-world.ts';

/** Server certificates with one thing wrong each, and a key without a certificate. */
export async function badServers(world: TrialWorld): Promise<TrialFile[]> {
  const bad = async (
    name: string,
    what: string,
    expect: string,
    days = thisYear,
    more: IssueMore = {},
  ): Promise<TrialFile> => {
    const issued = await world.server('localhost', days, more);
    const bytes = await trialPfx(issued, more.signer === undefined ? world.above : []);
    return { name: `server-${name}.pfx`, bytes, what, use: 'SSL certificate', expect };
  };
  const weakKey = await generateKeyPair('RSA-1024');
  const stray = await generateKeyPair('RSA-2048');
  const otherHost = [{ kind: 'dns', value: 'mail.fabrikam.example' }] as const;
  const itself = { name: nameOf('localhost'), key: world.serverKey };
  return [
    await bad('expired', 'ended yesterday', 'SSL-EXPIRED', { from: -366, to: -1 }),
    await bad('expires-soon', 'ends in 9 days', 'SSL-EXPIRES-SOON', { from: -300, to: 9.5 }),
    await bad('not-yet-valid', 'begins in 10 days', 'SSL-NOT-YET-VALID', { from: 10, to: 300 }),
    await bad('ten-years', 'valid for ten years', 'SSL-LONG-LIVED', { from: -1, to: 3600 }),
    await bad('other-host', 'for mail.fabrikam.example', 'SSL-NAME-MISMATCH', thisYear, {
      alternativeNames: otherHost,
    }),
    await bad('without-names', 'only a common name', 'SSL-NO-SAN', thisYear, { alternativeNames: [] }),
    await bad('for-people', 'made for signing in, not for servers', 'SSL-WRONG-PURPOSE', thisYear, {
      extendedKeyUsage: [purpose.clientAuth],
    }),
    await bad('sha1', 'signed with SHA-1', 'SSL-SHA1', thisYear, { hash: 'SHA-1' }),
    await bad('rsa-1024', 'a key of 1024 bits', 'SSL-WEAK-KEY', thisYear, { key: weakKey }),
    await bad('negative-serial', 'serial number -32767', 'SSL-NEGATIVE-SERIAL', thisYear, {
      serial: Uint8Array.of(0x80, 1),
    }),
    await bad('self-signed', 'signed by itself', 'SSL-SELF-SIGNED', thisYear, { signer: itself }),
    {
      name: 'key-fits-nothing.pem',
      bytes: keyPem(stray.pkcs8),
      what: 'a key without a certificate',
      use: 'SSL certificate',
      expect: 'SSL-KEY-MISMATCH beside server-chain.pem',
    },
  ];
}
