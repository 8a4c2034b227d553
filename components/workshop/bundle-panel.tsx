'use client';

import { KeyRound } from 'lucide-react';
import { CertificateRow } from '#components/certificates/certificate-row.tsx';
import { keyText } from '#components/certificates/certificate-words.ts';
import { useMinute } from '#components/certificates/use-minute.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Select } from '#components/ui/select.tsx';
import { type BundleForm, bundleForms } from '#components/workshop/bundle-output.ts';
import { CheckLine } from '#components/workshop/check-line.tsx';
import { PassphraseFields } from '#components/workshop/passphrase-fields.tsx';
import { keyName, useBundle } from '#components/workshop/use-bundle.ts';
import { WorkStatus } from '#components/workshop/work-status.tsx';
import { WorkshopFiles } from '#components/workshop/workshop-files.tsx';
import { WrittenFiles } from '#components/workshop/written-files.tsx';

const protections = [
  { value: 'encrypted', label: 'Encrypted under a passphrase' },
  { value: 'bare', label: 'Not encrypted' },
];

export function BundlePanel() {
  const bundle = useBundle();
  const { found } = bundle;
  const isAnythingFound = found.certificates.length + found.keys.length > 0;
  return (
    <div className="flex flex-col gap-8">
      <Section
        title="Split and join"
        description="Drop bundles to take them apart, or single files to put them together. Both ways go over the same list."
      >
        <WorkshopFiles
          files={bundle.files}
          label={bundle.files.entries.length === 0 ? 'Drop bundles or single files' : 'Drop further files'}
          hint="Any number of .pfx, .p7b, .pem, .cer, .key at once."
        />
      </Section>
      {isAnythingFound && (
        <Section title="What is in them" description="Leave out what the new files shall not hold.">
          <FoundList bundle={bundle} />
        </Section>
      )}
      {isAnythingFound && (
        <Section title="Write as">
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void bundle.write();
            }}
          >
            <div className="grid max-w-xl grid-cols-1 gap-3 sm:grid-cols-2">
              <Field label="Form" error={bundle.whatIsMissing}>
                <Select
                  options={bundleForms}
                  value={bundle.form}
                  onChange={(event) => bundle.setForm(event.target.value as BundleForm)}
                />
              </Field>
              {bundle.writesKeys && bundle.form !== 'pfx' && (
                <Field label="Keys">
                  <Select
                    options={protections}
                    value={bundle.isKeyBare ? 'bare' : 'encrypted'}
                    onChange={(event) => bundle.setKeyBare(event.target.value === 'bare')}
                  />
                </Field>
              )}
            </div>
            {bundle.leavesKeysOut && (
              <p className="text-muted">PKCS#7 has no room for keys; the key is left out of this form.</p>
            )}
            {bundle.writesKeys && bundle.isKeyBare && bundle.form !== 'pfx' && (
              <Notice tone="attention" title="Whoever gets the file of the key can act in its name">
                Write it without encryption only where a program cannot open it otherwise, and keep it where only that
                program reads.
              </Notice>
            )}
            {bundle.needsPassphrase && (
              <PassphraseFields choice={bundle.passphrase} onChange={bundle.setPassphrase} isAsked={bundle.isAsked} />
            )}
            <WorkStatus doing={bundle.doing} problem={bundle.problem} />
            <div>
              <Button type="submit" variant="primary" isBusy={bundle.doing !== ''}>
                Write files
              </Button>
            </div>
          </form>
          <WrittenFiles files={bundle.written} />
        </Section>
      )}
    </div>
  );
}

function FoundList({ bundle }: { bundle: ReturnType<typeof useBundle> }) {
  const now = useMinute();
  const { found, leftOut } = bundle;
  return (
    <ul aria-label="Certificates and keys" className="flex flex-col divide-y divide-line border-y">
      {found.certificates.map((certificate) => (
        <li key={certificate.fingerprint} className="flex items-start gap-2.5">
          <Checkbox
            className="mt-2"
            aria-label={`Take ${certificate.name}`}
            checked={!leftOut.has(certificate.fingerprint)}
            onCheckedChange={() => bundle.toggle(certificate.fingerprint)}
          />
          <div className="min-w-0 flex-1">
            <CertificateRow certificate={certificate} now={now} findings={[]} />
          </div>
        </li>
      ))}
      {found.keys.map(({ spkiFingerprint, publicKey }) => (
        <li key={spkiFingerprint} className="py-1.5">
          <CheckLine isChecked={!leftOut.has(spkiFingerprint)} onChange={() => bundle.toggle(spkiFingerprint)}>
            <KeyRound aria-hidden="true" className="mr-1.5 inline size-4 align-text-bottom text-muted" />
            Key of {keyName(spkiFingerprint, found)} <span className="text-muted">{keyText(publicKey)}</span>
          </CheckLine>
        </li>
      ))}
    </ul>
  );
}
