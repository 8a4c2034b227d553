'use client';

import { useCallback, useRef, useState } from 'react';
import { mostPresented } from '#components/dry-run/most-presented.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';

/** A dropped file and what was understood of it; keys are wiped as soon as they are read. */
export type PresentedFile = { readonly id: string; readonly file: File; readonly read: ReadFile | undefined };

/** The certificates to present, from files or from a link: the person's own first, each once. */
export function usePresented() {
  const ask = usePki();
  const [files, setFiles] = useState<readonly PresentedFile[]>([]);
  const [linked, setLinked] = useState<readonly CertificateFacts[]>([]);
  const [chosen, choose] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const lastId = useRef(0);

  const read = useCallback(
    async (given: readonly PresentedFile[], passphrase?: string) => {
      const outcome = await ask(
        'readCertificatesOnly',
        given.map(({ id, file }) => ({ id, file, ...(passphrase === undefined ? {} : { passphrase }) })),
      );
      setProblem(outcome.ok ? undefined : outcome.problem.message);
      const ids = new Set(given.map(({ id }) => id));
      if (!outcome.ok) return setFiles((before) => before.filter(({ id }) => !ids.has(id)));
      const readings = new Map(outcome.value.map((one) => [one.id, one]));
      setFiles((before) => before.map((one) => (ids.has(one.id) ? { ...one, read: readings.get(one.id) } : one)));
    },
    [ask],
  );

  const drop = useCallback(
    (dropped: readonly File[]) => {
      const fresh = dropped.map((file): PresentedFile => {
        lastId.current += 1;
        return { id: `file ${lastId.current}`, file, read: undefined };
      });
      setFiles((before) => [...before, ...fresh]);
      void read(fresh);
    },
    [read],
  );

  /** Certificates that came with a link, as one more file. */
  const takeLinked = useCallback(
    async (base64: readonly string[]) => {
      const pem = base64.map((one) => `-----BEGIN CERTIFICATE-----\n${one}\n-----END CERTIFICATE-----\n`).join('');
      const outcome = await ask('readCertificatesOnly', [{ id: 'link', file: new File([pem], 'from the link') }]);
      if (outcome.ok) setLinked(outcome.value.flatMap((one) => one.certificates));
      else setProblem(outcome.problem.message);
    },
    [ask],
  );

  const forget = useCallback((id: string) => setFiles((before) => before.filter((one) => one.id !== id)), []);
  const forgetLinked = useCallback(() => setLinked([]), []);
  const certificates = ordered([...linked, ...files.flatMap((one) => one.read?.certificates ?? [])], chosen);
  const isReading = files.some((one) => one.read === undefined);
  return {
    files,
    linked,
    certificates,
    isReading,
    problem,
    choose,
    drop,
    unlock: read,
    forget,
    takeLinked,
    forgetLinked,
  };
}
export type Presented = ReturnType<typeof usePresented>;

/** The person's own comes first, as in a handshake (RFC 8446 section 4.4.2): the chosen one, else what is no authority. */
function ordered(all: readonly CertificateFacts[], chosen: string | undefined): readonly CertificateFacts[] {
  const unique = [...new Map(all.map((one) => [one.fingerprint, one])).values()];
  const rank = (one: CertificateFacts) => (one.fingerprint === chosen ? 0 : one.isAuthority ? 2 : 1);
  return unique.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostPresented);
}
