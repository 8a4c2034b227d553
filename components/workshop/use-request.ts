'use client';

import { useState } from 'react';
import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { useLeaveWarning } from '#components/unsaved/use-leave-warning.tsx';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import { typedHosts } from '#components/workshop/typed-hosts.ts';
import { useWork } from '#components/workshop/use-work.ts';
import { writeFileName } from '#lib/pki/files/write-file-name.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

type TypedRequest = {
  readonly hosts: string;
  readonly organisation: string;
  readonly country: string;
  readonly keyKind: KeyKind;
};
type Problems = { readonly hosts?: string; readonly organisation?: string; readonly country?: string };

/** From what was typed to a request and its key, both as files. */
export function useRequest() {
  const { work, doing, problem } = useWork();
  const [problems, setProblems] = useState<Problems>({});
  const [passphrase, setPassphrase] = useState<PassphraseChoice>(noPassphrase);
  const [isAsked, setAsked] = useState(false);
  const [result, setResult] = useState<{ readonly pem: string; readonly files: readonly WrittenFile[] }>();
  const leaveDialog = useLeaveWarning(
    result !== undefined,
    'The key of the request is nowhere else. Leave only if it is saved.',
  );

  async function make(typed: TypedRequest) {
    setAsked(true);
    const hosts = typedHosts(typed.hosts);
    const [organisation, country] = [typed.organisation.trim(), typed.country.trim().toUpperCase()];
    const found: Problems = {
      ...(hosts.ok ? {} : { hosts: hosts.problem }),
      ...(organisation.length > 64 ? { organisation: 'An organisation has 64 letters at most (RFC 5280).' } : {}),
      ...(country === '' || /^[A-Z]{2}$/.test(country) ? {} : { country: 'A country is two letters, like SE.' }),
    };
    setProblems(found);
    const [first] = hosts.ok ? hosts.value : [];
    if (!hosts.ok || first === undefined) return;
    if (Object.keys(found).length > 0 || passphraseProblem(passphrase) !== undefined) return;
    setResult(undefined);
    const made = await work('Making the key', 'makeRequest', {
      hosts: hosts.value,
      ...(organisation === '' ? {} : { organisation }),
      ...(country === '' ? {} : { country }),
      keyKind: typed.keyKind,
    });
    if (made === undefined) return;
    const key = await work('Writing the key', 'writeFiles', {
      as: 'keys',
      keys: [{ key: made.keyFingerprint, name: first.value }],
      passphrase: passphrase.passphrase,
    });
    if (key === undefined) return;
    const request = { name: writeFileName(first.value, 'csr'), blob: new Blob([made.pem]) };
    setResult({ pem: made.pem, files: [request, ...key] });
  }

  return { make, doing, problem, problems, passphrase, setPassphrase, isAsked, result, leaveDialog };
}
