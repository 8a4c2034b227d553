'use client';

import { useRef, useState } from 'react';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import type { PlannedRepair } from '#components/pki-worker/workshop-calls.ts';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import { saveFile } from '#components/workshop/save-file.ts';
import { useWork } from '#components/workshop/use-work.ts';
import { useWorkshopFiles } from '#components/workshop/use-workshop-files.ts';

/** From dropped files to a plan, and from the plan to the new file. */
export function useRepair() {
  const { work, doing, problem } = useWork();
  const readings = useRef<readonly ReadFile[]>([]);
  const lastPlan = useRef(0);
  const [plan, setPlan] = useState<PlannedRepair>();
  const [isRootLeftOut, leaveRootOut] = useState(false);
  const [passphrase, setPassphrase] = useState<PassphraseChoice>(noPassphrase);
  const [isAsked, setAsked] = useState(false);
  const [saved, setSaved] = useState<string>();

  async function makePlan(chosen?: string) {
    lastPlan.current += 1;
    const turn = lastPlan.current;
    setSaved(undefined);
    const next = await work('Looking the file through', 'planRepair', {
      files: readings.current.map((read) => ({
        name: read.name,
        certificates: read.certificates.map(({ fingerprint }) => fingerprint),
        keys: read.keys.map(({ spkiFingerprint }) => spkiFingerprint),
        encryption: read.encryption,
        isLegacyEncryption: read.isLegacyEncryption,
        isReadInFull: read.problems.length === 0,
      })),
      at: Date.now(),
      ...(chosen === undefined ? {} : { chosen }),
    });
    if (turn === lastPlan.current) setPlan(next);
  }

  const files = useWorkshopFiles((next) => {
    readings.current = next;
    void makePlan();
  });

  const whole = plan?.chain ?? [];
  const written = plan?.isRootLast === true && isRootLeftOut ? whole.slice(0, -1) : whole;

  async function save() {
    setAsked(true);
    setSaved(undefined);
    if (plan?.keyFingerprint === undefined || passphraseProblem(passphrase) !== undefined) return;
    const wrote = await work('Writing the file', 'writeFiles', {
      as: 'pfx',
      certificates: written.map(({ fingerprint }) => fingerprint),
      key: plan.keyFingerprint,
      passphrase: passphrase.passphrase,
    });
    const [file] = wrote ?? [];
    if (file === undefined) return;
    saveFile(file);
    setSaved(file.name);
  }

  return {
    files,
    plan,
    written,
    doing,
    problem,
    choose: (fingerprint: string) => void makePlan(fingerprint),
    isRootLeftOut,
    leaveRootOut,
    passphrase,
    setPassphrase,
    isAsked,
    saved,
    save,
  };
}
