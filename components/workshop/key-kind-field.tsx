'use client';

import { useEffect, useState } from 'react';
import { usePki } from '#components/pki-worker/use-pki.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

const always: readonly KeyKind[] = ['RSA-2048', 'RSA-3072', 'P-256', 'P-384'];
const words: Partial<Record<KeyKind, string>> = {
  'P-256': 'EC P-256',
  'P-384': 'EC P-384',
  'RSA-2048': 'RSA 2048',
  'RSA-3072': 'RSA 3072',
};

type KeyKindFieldProps = { value: KeyKind; onChange: (kind: KeyKind) => void };

/** Which kind of key shall be made, of those this browser can make. */
export function KeyKindField({ value, onChange }: KeyKindFieldProps) {
  const ask = usePki();
  const [kinds, setKinds] = useState(always);
  useEffect(() => {
    let isCurrent = true;
    void ask('keyKinds', null).then((outcome) => {
      if (isCurrent && outcome.ok) setKinds(outcome.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [ask]);
  return (
    <Field
      label="Key"
      hint={value === 'Ed25519' ? 'Browsers accept no Ed25519 certificates; some other programs do.' : undefined}
    >
      <Select
        options={kinds.map((kind) => ({ value: kind, label: words[kind] ?? kind }))}
        value={value}
        onChange={(event) => onChange(event.target.value as KeyKind)}
      />
    </Field>
  );
}
