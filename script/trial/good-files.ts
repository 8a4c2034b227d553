import { writePkcs7 } from '#lib/pki/files/write-pkcs7.ts';
import { certificatesPem, keyPem, type TrialFile, trialPfx } from '#script/trial/trial-file.ts';
import type { Issued, TrialWorld } from '#script/trial/trial-world.ts';

/** What works, in every form administrators have it in. */
export async function goodFiles({ root, issuing, foreign, above }: TrialWorld, server: Issued): Promise<TrialFile[]> {
  const ssl = 'SSL certificate';
  const ca = 'CA certificates';
  const windows = await trialPfx(server, above, '3des');
  const bundle = writePkcs7([root.der, issuing.der]);
  return [
    {
      name: 'server-windows.pfx',
      bytes: windows,
      what: 'server certificate for localhost with its chain and key; 3DES and SHA-1 as Windows wrote it for years',
      use: ssl,
      expect: 'no finding; encryption "3DES (legacy)"',
    },
    {
      name: 'server-modern.pfx',
      bytes: await trialPfx(server, above),
      what: 'the same in AES-256',
      use: ssl,
      expect: 'no finding',
    },
    {
      name: 'server-chain.pem',
      bytes: certificatesPem(server.der, ...above),
      what: 'the same certificates as PEM, without the key',
      use: ssl,
      expect: 'no finding; needs server-key.pem',
    },
    {
      name: 'server-key.pem',
      bytes: keyPem(server.key.pkcs8),
      what: 'the key of server-chain.pem and server.der',
      use: ssl,
      expect: 'fits server-chain.pem',
    },
    {
      name: 'server.der',
      bytes: server.der,
      what: 'the server certificate alone, binary',
      use: ssl,
      expect: 'SSL-MISSING-INTERMEDIATE; needs server-key.pem',
    },
    {
      name: 'ca-bundle.p7b',
      bytes: bundle,
      what: 'Fabrikam Root CA 1 and Fabrikam Issuing CA 2',
      use: ca,
      expect: 'no finding',
    },
    { name: 'root-ca-1.cer', bytes: root.der, what: 'Fabrikam Root CA 1, binary', use: ca, expect: 'CA-ROOT-ONLY' },
    {
      name: 'issuing-ca-2.pem',
      bytes: certificatesPem(issuing.der),
      what: 'Fabrikam Issuing CA 2',
      use: ca,
      expect: 'CA-MISSING-PARENT; nothing together with root-ca-1.cer',
    },
    {
      name: 'contoso-root-ca.pem',
      bytes: certificatesPem(foreign.der),
      what: 'the root of a stranger',
      use: ca,
      expect: 'CA-ROOT-ONLY',
    },
    {
      name: 'really-a-pfx.cer',
      bytes: windows,
      what: 'server-windows.pfx under a wrong name',
      use: ssl,
      expect: 'no finding; read as PKCS#12',
    },
    {
      name: 'really-pem.p7b',
      bytes: certificatesPem(root.der, issuing.der),
      what: 'two PEM certificates under a wrong name',
      use: ca,
      expect: 'no finding; read as PEM',
    },
    {
      name: 'really-pkcs7.pem',
      bytes: bundle,
      what: 'ca-bundle.p7b under a wrong name',
      use: ca,
      expect: 'no finding; read as PKCS#7',
    },
  ];
}
