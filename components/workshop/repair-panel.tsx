'use client';

import { Download } from 'lucide-react';
import { CertificateRow } from '#components/certificates/certificate-row.tsx';
import { keyText } from '#components/certificates/certificate-words.ts';
import { useMinute } from '#components/certificates/use-minute.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { CertificateChoice } from '#components/workshop/certificate-choice.tsx';
import { CheckLine } from '#components/workshop/check-line.tsx';
import { PassphraseFields } from '#components/workshop/passphrase-fields.tsx';
import { RepairFindingList } from '#components/workshop/repair-finding-list.tsx';
import { useRepair } from '#components/workshop/use-repair.ts';
import { WorkStatus } from '#components/workshop/work-status.tsx';
import { WorkshopFiles } from '#components/workshop/workshop-files.tsx';

export function RepairPanel() {
  const repair = useRepair();
  const now = useMinute();
  const { plan } = repair;
  const isLocked = repair.files.entries.some(({ read }) => (read?.problems.length ?? 0) > 0);
  return (
    <div className="flex flex-col gap-8">
      <Section
        title="Repair a PFX"
        description="Drop the file as it is. What is missing in it, such as the issuer’s certificate, may be dropped beside it."
      >
        <WorkshopFiles
          files={repair.files}
          label={repair.files.entries.length === 0 ? 'Drop a PFX' : 'Drop further files'}
          hint=".pfx, .p12, or a certificate with its key in any form. A passphrase is asked for only where one is needed."
        />
        <WorkStatus doing={repair.doing} problem={repair.problem} />
      </Section>
      {plan !== undefined && (plan.findings.length > 0 || plan.chain.length > 0) && (
        <Section title="What is wrong">
          {plan.findings.length === 0 ? (
            <Notice tone="good" title="Nothing is wrong with this file.">
              It is encrypted as it should be, and its chain is in order. It can still be written anew, under another
              passphrase.
            </Notice>
          ) : (
            <RepairFindingList findings={plan.findings} />
          )}
        </Section>
      )}
      {plan !== undefined && plan.choices.length > 1 && (
        <CertificateChoice
          legend="Which one is the new file for?"
          choices={plan.choices}
          chosen={plan.chain[0]?.fingerprint}
          onChoose={repair.choose}
        />
      )}
      {plan !== undefined && plan.chain.length > 0 && (
        <Section title="The new file" description="PKCS#12 under AES-256, with PBKDF2 and a MAC by SHA-256.">
          <ol aria-label="Certificates of the new file" className="flex flex-col divide-y divide-line border-y">
            {repair.written.map((certificate, place) => (
              <li key={certificate.fingerprint} style={{ paddingLeft: `${Math.min(place, 6) * 20}px` }}>
                <CertificateRow certificate={certificate} now={now} findings={[]} />
              </li>
            ))}
          </ol>
          {plan.chain[0] !== undefined && (
            <p className="text-muted">
              With the private key of {plan.chain[0].name}, {keyText(plan.chain[0].publicKey)}.
            </p>
          )}
          {plan.isRootLast && (
            <CheckLine isChecked={repair.isRootLeftOut} onChange={repair.leaveRootOut}>
              Leave the root out <span className="text-muted">– servers need not send it; devices have it.</span>
            </CheckLine>
          )}
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void repair.save();
            }}
          >
            <PassphraseFields choice={repair.passphrase} onChange={repair.setPassphrase} isAsked={repair.isAsked} />
            <div>
              <Button type="submit" variant="primary" isBusy={repair.doing !== ''}>
                <Download aria-hidden="true" />
                Save repaired PFX
              </Button>
            </div>
          </form>
          {repair.saved !== undefined && (
            <Notice tone="good" title={`${repair.saved} is written, and given to the browser to save.`}>
              Try it before the old file is thrown away; it opens with the new passphrase only.
            </Notice>
          )}
          {isLocked && (
            <p className="text-muted">A file above is not read in full; what is in it may be missing here.</p>
          )}
        </Section>
      )}
    </div>
  );
}
