'use client';

import { dateText } from '#components/certificates/time-left.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';

type CertificateChoiceProps = {
  legend: string;
  choices: readonly CertificateFacts[];
  chosen: string | undefined;
  onChoose: (fingerprint: string) => void;
};

/** One of several certificates. */
export function CertificateChoice({ legend, choices, chosen, onChoose }: CertificateChoiceProps) {
  return (
    <fieldset className="flex flex-col gap-1.5 rounded-md border px-3 py-2.5">
      <legend className="px-1 font-medium">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.fingerprint} className="flex items-baseline gap-2">
          <input
            type="radio"
            name={legend}
            className="accent-accent"
            checked={choice.fingerprint === chosen}
            onChange={() => onChoose(choice.fingerprint)}
          />
          <span className="min-w-0">
            <span className="font-medium break-words">{choice.name}</span>{' '}
            <span className="text-muted">
              from {choice.issuerName}, until {dateText(choice.notAfter)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
