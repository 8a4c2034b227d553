import { certificateFacts } from '#components/pki-worker/certificate-facts.ts';
import { type HeldThings, heldCertificates, heldKey, KeyNotHeld } from '#components/pki-worker/held-things.ts';
import type { MadeCertificate, MakeCertificate, WorkshopCalls } from '#components/pki-worker/workshop-calls.ts';
import { writeHeldFiles } from '#components/pki-worker/write-held-files.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { bundleOrder } from '#lib/pki/files/write-bundle-order.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueServerRequest } from '#lib/pki/issue/issue-server-request.ts';
import { signerOf } from '#lib/pki/issue/signer-of.ts';
import {
  issueTrialAuthority,
  issueTrialClient,
  issueTrialServer,
  type TrialIssued,
  type TrialIssuer,
} from '#lib/pki/issue/trial/issue-trial.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';
import { orderChain } from '#lib/pki/path/build-chain.ts';
import { planRepair } from '#lib/pki/pkcs12/plan-repair.ts';

const offeredKeys: readonly KeyKind[] = ['RSA-2048', 'RSA-3072', 'P-256', 'P-384', 'Ed25519'];
const fillRandom = (target: Bytes): Bytes => crypto.getRandomValues(target);

/** Answers the workshop's calls out of what the worker holds. */
export function workshopDesk(held: HeldThings): WorkshopCalls {
  return {
    planRepair: async ({ files, chosen, at }) => {
      const { chain, choices, ...rest } = await planRepair({
        files: files.map((file) => ({
          ...file,
          certificates: heldCertificates(held, file.certificates),
          keys: file.keys.map((spkiFingerprint) => ({ spkiFingerprint })),
        })),
        chosen,
        at,
      });
      return { ...rest, chain: chain.map(certificateFacts), choices: choices.map(certificateFacts) };
    },

    orderBundle: async ({ certificates, first }) => {
      const ordered = await bundleOrder(heldCertificates(held, certificates), first);
      return ordered.map(({ fingerprint }) => fingerprint);
    },

    writeFiles: (input) => writeHeldFiles(input, held),

    keyKinds: async () => {
      if (await canMakeEd25519()) return offeredKeys;
      return offeredKeys.filter((kind) => kind !== 'Ed25519');
    },

    makeAuthority: async ({ issuer, at, ...wanted }) => {
      const above = issuer === undefined ? undefined : await issuerOf(issuer, held);
      const issued = await issueTrialAuthority({
        ...wanted,
        now: at,
        fillRandom,
        ...(above === undefined ? {} : { issuer: above.issuer }),
      });
      return keep(issued, held);
    },

    makeCertificate: async (wanted) => {
      const { issuer } = await issuerOf(wanted.issuer, held);
      return keep(await issueTrial(wanted, issuer), held);
    },

    makeRequest: async ({ hosts, organisation, country, keyKind }) => {
      const key = await generateKeyPair(keyKind);
      const der = await issueServerRequest({ hosts, organisation, country }, key);
      const keyFingerprint = await sha256Hex(key.spki);
      held.keys.set(keyFingerprint, key.pkcs8);
      return { pem: toPem('CERTIFICATE REQUEST', der), keyFingerprint };
    },
  };
}

function issueTrial(wanted: MakeCertificate, issuer: TrialIssuer): Promise<TrialIssued> {
  const { at: now, commonName, keyKind, days } = wanted;
  const basics = { commonName, keyKind, days, now, fillRandom, issuer };
  if (wanted.for === 'server') return issueTrialServer({ ...basics, hosts: wanted.hosts });
  const { upn, email, sid } = wanted;
  return issueTrialClient({
    ...basics,
    ...(upn === undefined ? {} : { upn }),
    ...(email === undefined ? {} : { email }),
    ...(sid === undefined ? {} : { sid }),
  });
}

async function issuerOf(fingerprint: string, held: HeldThings): Promise<{ readonly issuer: TrialIssuer }> {
  const [certificate] = heldCertificates(held, [fingerprint]);
  if (certificate === undefined) throw new KeyNotHeld('The authority is no longer in memory. Drop its file again.');
  const signer = await signerOf(certificate, heldKey(held, certificate.spkiFingerprint));
  return { issuer: { signer, notAfter: certificate.notAfter } };
}

async function keep({ der, key }: TrialIssued, held: HeldThings): Promise<MadeCertificate> {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(`a certificate made here cannot be read: ${parsed.problem.message}`);
  const certificate: Certificate = parsed.value;
  held.certificates.set(certificate.fingerprint, certificate);
  held.keys.set(certificate.spkiFingerprint, key.pkcs8);
  const { chain } = await orderChain(certificate, [...held.certificates.values()]);
  return { certificate: certificateFacts(certificate), above: chain.slice(1).map(certificateFacts) };
}

async function canMakeEd25519(): Promise<boolean> {
  try {
    await generateKeyPair('Ed25519');
    return true;
  } catch {
    return false;
  }
}
