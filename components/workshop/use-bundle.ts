'use client';

import { useState } from 'react';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { HeldKey, ReadFile } from '#components/pki-worker/pki-calls.ts';
import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { type BundleForm, bundleProblem, keysGo } from '#components/workshop/bundle-output.ts';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import { saveFile } from '#components/workshop/save-file.ts';
import { useWork } from '#components/workshop/use-work.ts';
import { useWorkshopFiles } from '#components/workshop/use-workshop-files.ts';

type Found = { readonly certificates: readonly CertificateFacts[]; readonly keys: readonly HeldKey[] };

/** What is in the dropped files, what of it is wanted, and the files made of that. */
export function useBundle() {
  const { work, doing, problem } = useWork();
  const [found, setFound] = useState<Found>({ certificates: [], keys: [] });
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [form, setForm] = useState<BundleForm>('single-pem');
  const [isKeyBare, setKeyBare] = useState(false);
  const [passphrase, setPassphrase] = useState<PassphraseChoice>(noPassphrase);
  const [isAsked, setAsked] = useState(false);
  const [written, setWritten] = useState<readonly WrittenFile[]>([]);

  const files = useWorkshopFiles((readings) => {
    setWritten([]);
    setFound(everythingIn(readings));
  });

  const certificates = found.certificates.filter(({ fingerprint }) => !leftOut.has(fingerprint));
  const keys = found.keys.filter(({ spkiFingerprint }) => !leftOut.has(spkiFingerprint));
  const whatIsMissing = bundleProblem(form, { certificates: certificates.length, keys: keys.length });
  const writesKeys = keys.length > 0 && keysGo(form) !== 'nowhere';
  const needsPassphrase = form === 'pfx' || (writesKeys && !isKeyBare);

  async function write() {
    setAsked(true);
    setWritten([]);
    if (whatIsMissing !== undefined || (needsPassphrase && passphraseProblem(passphrase) !== undefined)) return;
    const made: WrittenFile[] = [];
    const [key] = keys;
    const own = certificates.find(({ spkiFingerprint }) => spkiFingerprint === key?.spkiFingerprint);
    if (certificates.length > 0) {
      const prints = certificates.map(({ fingerprint }) => fingerprint);
      const ordered = await work('Putting the certificates in order', 'orderBundle', {
        certificates: prints,
        ...(own === undefined ? {} : { first: own.fingerprint }),
      });
      if (ordered === undefined) return;
      const wrote =
        form === 'pfx'
          ? await work('Writing the file', 'writeFiles', {
              as: form,
              certificates: ordered,
              ...(key === undefined ? {} : { key: key.spkiFingerprint }),
              passphrase: passphrase.passphrase,
            })
          : await work('Writing the files', 'writeFiles', { as: form, certificates: ordered });
      if (wrote === undefined) return;
      made.push(...wrote);
    }
    if (keys.length > 0 && keysGo(form) === 'beside') {
      const wrote = await work('Writing the keys', 'writeFiles', {
        as: 'keys',
        keys: keys.map(({ spkiFingerprint }) => ({ key: spkiFingerprint, name: keyName(spkiFingerprint, found) })),
        ...(isKeyBare ? {} : { passphrase: passphrase.passphrase }),
      });
      if (wrote === undefined) return;
      made.push(...wrote);
    }
    setWritten(made);
    const [only] = made;
    if (made.length === 1 && only !== undefined) saveFile(only);
  }

  return {
    files,
    found,
    leftOut,
    toggle: (print: string) => {
      setWritten([]);
      setLeftOut((before) => (before.has(print) ? without(before, print) : new Set([...before, print])));
    },
    form,
    setForm: (next: BundleForm) => {
      setWritten([]);
      setForm(next);
    },
    isKeyBare,
    setKeyBare,
    writesKeys,
    leavesKeysOut: keys.length > 0 && keysGo(form) === 'nowhere',
    needsPassphrase,
    passphrase,
    setPassphrase,
    isAsked,
    whatIsMissing: isAsked ? whatIsMissing : undefined,
    written,
    write,
    doing,
    problem,
  };
}

function everythingIn(readings: readonly ReadFile[]): Found {
  return {
    certificates: [
      ...new Map(readings.flatMap((read) => read.certificates).map((one) => [one.fingerprint, one])).values(),
    ],
    keys: [...new Map(readings.flatMap((read) => read.keys).map((one) => [one.spkiFingerprint, one])).values()],
  };
}

/** A key is called after its certificate. */
export function keyName(spkiFingerprint: string, { certificates }: Found): string {
  const own = certificates.find((one) => one.spkiFingerprint === spkiFingerprint);
  return own?.name ?? `private-${spkiFingerprint.slice(0, 8)}`;
}

function without(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const rest = new Set(set);
  rest.delete(one);
  return rest;
}
