import { arrangeSsl } from '#components/pki-worker/arrange-ssl.ts';
import { type HeldThings, heldCertificates, KeyNotHeld } from '#components/pki-worker/held-things.ts';
import { judgePresented } from '#components/pki-worker/judge-presented.ts';
import { judgeSettings } from '#components/pki-worker/judge-settings.ts';
import type { PkiCalls } from '#components/pki-worker/pki-calls.ts';
import { readDroppedFile } from '#components/pki-worker/read-dropped-file.ts';
import { workshopDesk } from '#components/pki-worker/workshop-desk.ts';
import {
  type CertificateReader,
  readCertificates,
  readSettingsCertificate,
} from '#lib/contracts/read-settings-certificates.ts';
import { fromBase64, toBase64 } from '#lib/core/bytes.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';

/** Answers the page's calls. Holds the private keys that were read, so that they never reach the page. */
export function pkiDesk(): PkiCalls {
  const held: HeldThings = { keys: new Map(), certificates: new Map() };
  const read = rememberingReader();

  return {
    ...workshopDesk(held),

    readFiles: async (files) => {
      const readings = [];
      for (const file of files) {
        const { shown, certificates, privateKeys } = await readDroppedFile(file);
        for (const certificate of certificates) held.certificates.set(certificate.fingerprint, certificate);
        for (const key of privateKeys) held.keys.set(key.spkiFingerprint, key.pkcs8);
        readings.push(shown);
      }
      return readings;
    },

    arrangeSsl: async ({ certificates, keys, current, host, chosen }) =>
      arrangeSsl({
        certificates: heldCertificates(held, certificates),
        keys,
        current: (await readCertificates(current, read)).certificates,
        host,
        chosen,
      }),

    judgeSettings: (input) => judgeSettings(input, read),
    judgePresented: (input) => judgePresented(input, read),

    readCertificatesOnly: async (files) => {
      const readings = [];
      for (const file of files) {
        const { shown, privateKeys } = await readDroppedFile(file);
        for (const { pkcs8 } of privateKeys) pkcs8.fill(0);
        readings.push(shown);
      }
      return readings;
    },

    sealKey: async ({ spkiFingerprint, recipients }) => {
      const pkcs8 = held.keys.get(spkiFingerprint);
      if (pkcs8 === undefined) throw new KeyNotHeld('The key is no longer in memory. Drop its file again, then save.');
      const sealed = await sealKey({
        pkcs8,
        recipients: recipients.map(({ connectorId, certificate }) => ({
          connectorId,
          certificate: fromBase64(certificate) ?? new Uint8Array(),
        })),
      });
      return sealed.map(({ connectorId, envelope }) => ({
        connectorId,
        spkiFingerprint,
        envelope: toBase64(envelope),
      }));
    },

    forgetKeys: async () => {
      for (const key of held.keys.values()) key.fill(0);
      held.keys.clear();
      return null;
    },
  };
}

/** The same certificates are asked for after every change on the page; each is parsed once. */
function rememberingReader(): CertificateReader {
  const known = new Map<string, ReturnType<CertificateReader>>();
  return (base64) => {
    const before = known.get(base64);
    if (before !== undefined) return before;
    const reading = readSettingsCertificate(base64);
    known.set(base64, reading);
    return reading;
  };
}
