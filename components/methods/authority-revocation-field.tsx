'use client';

import { useEffect, useState } from 'react';
import { AuthorityRule } from '#components/methods/authority-rule.tsx';
import { issuingKeys, readCertificatesOf } from '#components/methods/read-authorities.ts';
import type { AuthorityRevocation } from '#lib/contracts/settings.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

type AuthorityRevocationFieldProps = {
  caCertificates: readonly string[];
  /** What counts for all. */
  general: AuthorityRevocation['mode'];
  value: readonly AuthorityRevocation[];
  onChange: (rules: AuthorityRevocation[] | undefined) => void;
  /** By place in `value`: what is wrong with what was typed. */
  problems: readonly (string | undefined)[];
};

/** One line for each accepted authority: as for all, or by a rule of its own. */
export function AuthorityRevocationField({
  caCertificates,
  general,
  value,
  onChange,
  problems,
}: AuthorityRevocationFieldProps) {
  const certificates = useCertificates(caCertificates);
  if (certificates === undefined) return <p className="text-muted">Reading the CA certificates…</p>;
  const keys = issuingKeys(certificates);
  if (keys.length === 0) return <p className="text-muted">There are no CA certificates yet.</p>;

  function change(authority: string, rule: AuthorityRevocation | undefined) {
    const others = value.filter((one) => one.authority !== authority);
    const next = rule === undefined ? others : [...others, rule];
    onChange(next.length === 0 ? undefined : next);
  }

  return (
    <ul aria-label="Revocation of each authority" className="divide-y divide-line rounded-md border bg-surface">
      {keys.map(({ authority, name }) => {
        const place = value.findIndex((one) => one.authority === authority);
        return (
          <AuthorityRule
            key={authority}
            authority={authority}
            name={name}
            general={general}
            certificates={certificates}
            rule={value[place]}
            problem={problems[place]}
            onChange={(rule) => change(authority, rule)}
          />
        );
      })}
    </ul>
  );
}

function useCertificates(caCertificates: readonly string[]): readonly Certificate[] | undefined {
  const [read, setRead] = useState<{ readonly key: string; readonly certificates: readonly Certificate[] }>();
  const key = caCertificates.join();
  useEffect(() => {
    let isOver = false;
    readCertificatesOf(key === '' ? [] : key.split(',')).then((certificates) => {
      if (!isOver) setRead({ key, certificates });
    });
    return () => {
      isOver = true;
    };
  }, [key]);
  return read?.certificates;
}
