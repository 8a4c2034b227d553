'use client';

import { useState } from 'react';
import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { useLeaveWarning } from '#components/unsaved/use-leave-warning.tsx';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import type { WantedRequest } from '#components/workshop/typed-request.ts';
import { useWork } from '#components/workshop/use-work.ts';
import { writeFileName } from '#lib/pki/files/write-file-name.ts';

/** A request whose key is made in this browser, both as files. */
export function useRequest() {
  const { work, doing, problem } = useWork();
  const [passphrase, setPassphrase] = useState<PassphraseChoice>(noPassphrase);
  const [isAsked, setAsked] = useState(false);
  const [result, setResult] = useState<{ readonly pem: string; readonly files: readonly WrittenFile[] }>();
  const leaveDialog = useLeaveWarning(
    result !== undefined,
    'The key of the request is nowhere else. Leave only if it is saved.',
  );

  /** Undefined: what was typed cannot be asked for, and only what is missing beside it is shown. */
  async function make(wanted: WantedRequest | undefined) {
    setAsked(true);
    if (wanted === undefined || passphraseProblem(passphrase) !== undefined) return;
    setResult(undefined);
    const made = await work('Making the key', 'makeRequest', wanted);
    if (made === undefined) return;
    const [{ value: name }] = wanted.hosts;
    const key = await work('Writing the key', 'writeFiles', {
      as: 'keys',
      keys: [{ key: made.keyFingerprint, name }],
      passphrase: passphrase.passphrase,
    });
    if (key === undefined) return;
    const request = { name: writeFileName(name, 'csr'), blob: new Blob([made.pem]) };
    setResult({ pem: made.pem, files: [request, ...key] });
  }

  return { make, doing, problem, passphrase, setPassphrase, isAsked, result, leaveDialog };
}
