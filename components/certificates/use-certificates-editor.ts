'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  addAuthorities,
  nothingPending,
  type PendingCertificates,
  removeAuthorities,
  withPending,
} from '#components/certificates/pending-certificates.ts';
import { type SortedFile, sortAuthorities } from '#components/certificates/sort-authorities.ts';
import { sslChange } from '#components/certificates/ssl-change.ts';
import { type DroppedEntry, type DropTarget, useDroppedFiles } from '#components/certificates/use-dropped-files.ts';
import { useSaveDraft } from '#components/connection/use-save-draft.tsx';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { Judgement, SslArrangement } from '#components/pki-worker/pki-calls.ts';
import { useJudgement } from '#components/pki-worker/use-judgement.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';
import { toast } from '#components/ui/toast.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';

const noCertificates: Judgement = {
  certificates: {},
  sslChain: [],
  caForest: [],
  findings: [],
  findingTitles: {},
  hintNames: [],
  hintBytes: 0,
};

export type CertificatesEditor = ReturnType<typeof useCertificatesEditor>;

/** Everything the certificates tab holds between dropping and saving; nothing of it leaves the browser before `save`. */
export function useCertificatesEditor(connection: ConnectionView) {
  const ask = usePki();
  const files = useDroppedFiles();
  const [pending, setPending] = useState<PendingCertificates>(nothingPending);
  const saving = useSaveDraft(
    connection.id,
    pending.ssl !== undefined || pending.added.length > 0 || pending.removed.length > 0,
  );
  const latestPending = useRef(pending);
  const [arrangement, setArrangement] = useState<SslArrangement>();
  const [sorted, setSorted] = useState<ReadonlyMap<string, SortedFile>>(new Map());
  const [problem, setProblem] = useState<string>();
  const lastArranging = useRef(0);

  const saved = connection.draft.settings;
  const settings = useMemo(() => withPending(saved, pending), [saved, pending]);
  const currentChain = saved.sslCertificate?.chain;
  const host = frontFacingHost(saved.frontFacingUrl);

  const change = useCallback((how: (before: PendingCertificates) => PendingCertificates) => {
    latestPending.current = how(latestPending.current);
    setPending(latestPending.current);
  }, []);

  const arrange = useCallback(
    async (entries: readonly DroppedEntry[], chosen?: string) => {
      lastArranging.current += 1;
      const turn = lastArranging.current;
      const readings = entries.filter((one) => one.target === 'ssl').flatMap((one) => one.read ?? []);
      const outcome = await ask('arrangeSsl', {
        certificates: readings.flatMap((one) => one.certificates.map((certificate) => certificate.fingerprint)),
        keys: [...new Map(readings.flatMap((one) => one.keys).map((key) => [key.spkiFingerprint, key])).values()],
        current: currentChain ?? [],
        ...(host === undefined ? {} : { host }),
        ...(chosen === undefined ? {} : { chosen }),
      });
      if (turn !== lastArranging.current) return;
      if (!outcome.ok) {
        setProblem(outcome.problem.message);
        return;
      }
      const isAnythingDropped = readings.some((one) => one.certificates.length > 0 || one.keys.length > 0);
      setArrangement(isAnythingDropped ? outcome.value : undefined);
      const ssl = isAnythingDropped ? sslChange(outcome.value, currentChain ?? []) : undefined;
      change(({ ssl: _, ...rest }) => (ssl === undefined ? rest : { ...rest, ssl }));
    },
    [ask, change, currentChain, host],
  );

  // Somebody else's save changes what the dropped files add to.
  const entriesNow = files.now;
  useEffect(() => {
    if (entriesNow().some((one) => one.target === 'ssl' && one.read !== undefined)) void arrange(entriesNow());
  }, [arrange, entriesNow]);

  /** Takes the authorities of files that were just read. */
  function takeAuthorities(entries: readonly DroppedEntry[], ids: ReadonlySet<string>) {
    for (const entry of entries) {
      const { read } = entry;
      if (!ids.has(entry.id) || entry.target !== 'ca' || read === undefined) continue;
      const file = sortAuthorities(read, new Set(withPending(saved, latestPending.current).caCertificates));
      setSorted((map) => new Map(map).set(entry.id, file));
      change((before) => addAuthorities(before, saved.caCertificates, file.taken));
    }
  }

  const connectors = useMemo(
    () =>
      connection.connectors.map(({ id, name, seenFrom, hasSealedKey, holdsKey, heldKeys }) => ({
        id,
        name,
        seenFrom,
        holdsKey: pending.ssl === undefined ? holdsKey : heldKeys.includes(pending.ssl.chain[0]?.spkiFingerprint ?? ''),
        hasSealedKey: pending.ssl === undefined ? hasSealedKey : willBeSealed(pending.ssl, arrangement, hasSealedKey),
      })),
    [connection.connectors, pending.ssl, arrangement],
  );
  // While there is no certificate at all there is nothing to read, and the server's findings say so.
  const isEmpty = settings === saved && saved.sslCertificate === null && saved.caCertificates.length === 0;
  const read = useJudgement(isEmpty ? undefined : settings, connectors);
  const judgement = isEmpty ? { ...noCertificates, findings: connection.draft.findings } : read.judgement;

  async function drop(given: readonly File[], target: DropTarget) {
    const known = new Set(entriesNow().map((one) => one.id));
    const entries = await files.drop(given, target);
    const fresh = new Set(entries.filter((one) => !known.has(one.id)).map((one) => one.id));
    if (target === 'ssl') await arrange(entries);
    else takeAuthorities(entries, fresh);
  }

  async function unlock(entry: DroppedEntry, passphrase: string) {
    const entries = await files.unlock(entry, passphrase);
    if (entry.target === 'ssl') await arrange(entries);
    else takeAuthorities(entries, new Set([entry.id]));
  }

  function forget(entry: DroppedEntry) {
    const entries = files.forget(entry.id);
    if (entry.target === 'ssl') void arrange(entries);
    else {
      const taken = sorted.get(entry.id)?.taken ?? [];
      change((before) => removeAdded(before, taken));
    }
  }

  async function takeAsSsl(entry: DroppedEntry) {
    await arrange(files.move(entry.id, 'ssl'));
  }

  // Long lists hold these: they stay the same as long as what they change does.
  const addAuthority = useCallback(
    (one: CertificateFacts) => change((before) => addAuthorities(before, saved.caCertificates, [one])),
    [change, saved.caCertificates],
  );
  const removeAuthority = useCallback(
    (one: CertificateFacts) => change((before) => removeAuthorities(before, saved.caCertificates, [one])),
    [change, saved.caCertificates],
  );

  function reset() {
    lastArranging.current += 1;
    files.clear();
    change(() => nothingPending);
    setArrangement(undefined);
    setSorted(new Map());
    setProblem(undefined);
    void ask('forgetKeys', null);
  }

  async function save() {
    setProblem(undefined);
    const key = pending.ssl?.keyFingerprint;
    const sealed =
      key === undefined || connection.connectors.length === 0
        ? { ok: true as const, value: [] }
        : await ask('sealKey', {
            spkiFingerprint: key,
            recipients: connection.connectors.map(({ id, sealingCertificate }) => ({
              connectorId: id,
              certificate: sealingCertificate,
            })),
          });
    if (!sealed.ok) {
      setProblem(sealed.problem.message);
      return;
    }
    const outcome = await saving.save((theirs) => withPending(theirs, pending), [...sealed.value]);
    if (!outcome.ok) {
      setProblem(outcome.problem.message);
      return;
    }
    reset();
    const { length } = sealed.value;
    toast(
      'Saved to the draft',
      length === 0 ? {} : { text: `Key sealed to ${length} connector${length === 1 ? '' : 's'}.` },
    );
  }

  return {
    saved,
    settings,
    pending,
    judgement,
    arrangement,
    sorted,
    entries: files.entries,
    problem: problem ?? files.problem ?? read.problem,
    isSaving: saving.isSaving,
    conflictDialog: saving.conflictDialog,
    drop,
    unlock,
    forget,
    takeAsSsl,
    choose: (fingerprint: string) => arrange(files.entries, fingerprint),
    removeSsl: () => {
      for (const entry of files.entries.filter((one) => one.target === 'ssl')) files.forget(entry.id);
      lastArranging.current += 1;
      setArrangement(undefined);
      change(({ ssl: _, ...rest }) => (saved.sslCertificate === null ? rest : { ...rest, ssl: { chain: [] } }));
    },
    addAuthorities: (all: readonly CertificateFacts[]) =>
      change((before) => addAuthorities(before, saved.caCertificates, all)),
    addAuthority,
    removeAuthority,
    removeAuthorities: (all: readonly CertificateFacts[]) =>
      change((before) => removeAuthorities(before, saved.caCertificates, all)),
    save,
    discard: reset,
  };
}

function removeAdded(pending: PendingCertificates, taken: readonly CertificateFacts[]): PendingCertificates {
  const prints = new Set(taken.map((one) => one.fingerprint));
  return { ...pending, added: pending.added.filter((one) => !prints.has(one.fingerprint)) };
}

function willBeSealed(
  ssl: NonNullable<PendingCertificates['ssl']>,
  arrangement: SslArrangement | undefined,
  isSealedNow: boolean,
): boolean {
  if (ssl.keyFingerprint !== undefined) return true;
  const leaf = ssl.chain[0];
  return isSealedNow && leaf !== undefined && leaf.spkiFingerprint === arrangement?.currentLeaf?.spkiFingerprint;
}
