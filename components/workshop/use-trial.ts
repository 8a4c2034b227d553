'use client';

import { useRef, useState } from 'react';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import type { MadeCertificate, MakeCertificate, WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import { saveFile } from '#components/workshop/save-file.ts';
import { useWork } from '#components/workshop/use-work.ts';
import { useWorkshopFiles } from '#components/workshop/use-workshop-files.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

/** A certificate made here. */
export type Made = MadeCertificate & {
  readonly kind: 'authority' | 'server' | 'client';
  /** Whether its key was given to the browser to save. */
  readonly isSaved: boolean;
};

/** The files one certificate can be saved as. */
export type TrialFile = 'pfx' | 'pem' | 'cer' | 'key';

type Omitted<Kind> = Kind extends unknown ? Omit<Kind, 'issuer' | 'at'> : never;
export type WantedCertificate = Omitted<MakeCertificate>;
export type WantedAuthority = {
  readonly commonName: string;
  readonly keyKind: KeyKind;
  readonly years: number;
  readonly hasIssuing: boolean;
};

/** Of a leap year, so that no year is cut short. */
const daysAYear = 366;

/** The trial authorities of this page, made or dropped, and what was issued under them. */
export function useTrial() {
  const { work, doing, problem } = useWork();
  const [made, setMade] = useState<readonly Made[]>([]);
  const [dropped, setDropped] = useState<readonly CertificateFacts[]>([]);
  const [chosen, setChosen] = useState<string>();
  const [passphrase, setPassphrase] = useState<PassphraseChoice>(noPassphrase);
  const [isAsked, setAsked] = useState(false);
  const latest = useRef(made);

  const files = useWorkshopFiles((readings) => {
    const found = authoritiesIn(readings);
    setDropped(found);
    const [first] = found;
    if (first !== undefined) setChosen((before) => before ?? first.fingerprint);
  });

  const authorities = [
    ...made.filter(({ kind }) => kind === 'authority').map(({ certificate }) => certificate),
    ...dropped,
  ];
  const issuer = authorities.find(({ fingerprint }) => fingerprint === chosen) ?? authorities.at(-1);

  function add(one: Omit<Made, 'isSaved'>) {
    latest.current = [...latest.current, { ...one, isSaved: false }];
    setMade(latest.current);
  }

  async function makeAuthority({ commonName, keyKind, years, hasIssuing }: WantedAuthority) {
    const at = Date.now();
    const days = Math.round(years * daysAYear);
    const root = await work('Making the root', 'makeAuthority', { commonName, keyKind, days, at });
    if (root === undefined) return false;
    add({ ...root, kind: 'authority' });
    setChosen(root.certificate.fingerprint);
    if (!hasIssuing) return true;
    const issuing = await work('Making the issuing authority', 'makeAuthority', {
      commonName: issuingName(commonName),
      keyKind,
      days,
      at,
      issuer: root.certificate.fingerprint,
    });
    if (issuing === undefined) return false;
    add({ ...issuing, kind: 'authority' });
    setChosen(issuing.certificate.fingerprint);
    return true;
  }

  async function makeCertificate(wanted: WantedCertificate) {
    if (issuer === undefined) return false;
    const one = await work('Making the certificate', 'makeCertificate', {
      ...wanted,
      issuer: issuer.fingerprint,
      at: Date.now(),
    });
    if (one !== undefined) add({ ...one, kind: wanted.for });
    return one !== undefined;
  }

  async function save(one: Made, as: TrialFile) {
    const isSecret = as === 'pfx' || as === 'key';
    if (isSecret) setAsked(true);
    if (isSecret && passphraseProblem(passphrase) !== undefined) return;
    const [file] = (await write(one, as)) ?? [];
    if (file === undefined) return;
    saveFile(file);
    if (!isSecret) return;
    const print = one.certificate.fingerprint;
    latest.current = latest.current.map((other) =>
      other.certificate.fingerprint === print ? { ...other, isSaved: true } : other,
    );
    setMade(latest.current);
  }

  function write({ certificate, above }: Made, as: TrialFile): Promise<readonly WrittenFile[] | undefined> {
    const chain = [certificate, ...above].map(({ fingerprint }) => fingerprint);
    const { spkiFingerprint, name } = certificate;
    switch (as) {
      case 'pfx':
        return work('Writing the file', 'writeFiles', {
          as,
          certificates: chain,
          key: spkiFingerprint,
          passphrase: passphrase.passphrase,
        });
      case 'pem':
        return work('Writing the file', 'writeFiles', { as: 'pem-bundle', certificates: chain });
      case 'cer':
        return work('Writing the file', 'writeFiles', { as: 'single-der', certificates: chain.slice(0, 1) });
      case 'key':
        return work('Writing the file', 'writeFiles', {
          as: 'keys',
          keys: [{ key: spkiFingerprint, name }],
          passphrase: passphrase.passphrase,
        });
    }
  }

  return {
    files,
    authorities,
    issuer,
    choose: setChosen,
    made,
    makeAuthority,
    makeCertificate,
    save,
    passphrase,
    setPassphrase,
    isAsked,
    doing,
    problem,
  };
}

/** Authorities whose keys were dropped with them. */
function authoritiesIn(readings: readonly ReadFile[]): readonly CertificateFacts[] {
  const keys = new Set(readings.flatMap((read) => read.keys.map(({ spkiFingerprint }) => spkiFingerprint)));
  const certificates = readings.flatMap((read) => read.certificates);
  return [...new Map(certificates.map((one) => [one.fingerprint, one])).values()].filter(
    (one) => one.isAuthority && keys.has(one.spkiFingerprint),
  );
}

/** `Trial root CA` gives `Trial issuing CA`. */
function issuingName(rootName: string): string {
  return /\broot\b/i.test(rootName) ? rootName.replace(/\broot\b/i, 'issuing') : `${rootName} (issuing)`;
}
