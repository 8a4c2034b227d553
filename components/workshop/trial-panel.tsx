'use client';

import { dateText } from '#components/certificates/time-left.ts';
import { useMinute } from '#components/certificates/use-minute.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { useLeaveWarning } from '#components/unsaved/use-leave-warning.tsx';
import { CertificateChoice } from '#components/workshop/certificate-choice.tsx';
import { MadeList } from '#components/workshop/made-list.tsx';
import { PassphraseFields } from '#components/workshop/passphrase-fields.tsx';
import { TrialAuthorityForm } from '#components/workshop/trial-authority-form.tsx';
import { TrialClientForm } from '#components/workshop/trial-client-form.tsx';
import { TrialServerForm } from '#components/workshop/trial-server-form.tsx';
import { useTrial } from '#components/workshop/use-trial.ts';
import { WorkStatus } from '#components/workshop/work-status.tsx';
import { WorkshopFiles } from '#components/workshop/workshop-files.tsx';
import { trialMark } from '#lib/pki/issue/trial/trial-name.ts';

/** `host`: of the connection the page was opened from. */
export function TrialPanel({ host }: { host: string }) {
  const trial = useTrial();
  const { issuer, authorities, made } = trial;
  const now = useMinute();
  const isBusy = trial.doing !== '';
  const leaveDialog = useLeaveWarning(
    made.some(({ isSaved }) => !isSaved),
    'Keys that were made here and not saved are forgotten when this page is left.',
  );
  const isOver = issuer !== undefined && issuer.notAfter <= now;
  const isStranger = issuer !== undefined && !issuer.subject.includes(`O=${trialMark}`);
  return (
    <div className="flex flex-col gap-8">
      <Notice tone="attention" title="For trying out only">
        An authority made here has no revocation, and its key lies in a file. Every certificate says “{trialMark}” in
        its name. Trust it on test machines, and take it off the list when the trial is over.
      </Notice>
      <WorkStatus doing={trial.doing} problem={trial.problem} />
      <Section title="Trial authority" description="Make one, or drop the PFX of one that you made before.">
        {authorities.length === 0 && (
          <TrialAuthorityForm isBusy={isBusy} onMake={(wanted) => void trial.makeAuthority(wanted)} />
        )}
        <WorkshopFiles
          files={trial.files}
          label="Drop the PFX of a trial authority"
          hint="With its key; saved here before."
          outcomeOf={({ read }) =>
            read !== undefined && read.certificates.length > 0 && read.keys.length === 0 ? (
              <p>There is no key in it, so nothing can be issued with it. Drop the PFX of the authority.</p>
            ) : undefined
          }
        />
        {authorities.length > 1 && (
          <CertificateChoice
            legend="Which authority issues?"
            choices={authorities}
            chosen={issuer?.fingerprint}
            onChoose={trial.choose}
          />
        )}
        {isOver && (
          <Notice tone="bad" title={`${issuer.name} ended on ${dateText(issuer.notAfter)}`}>
            Nothing it issues would be valid. Put its file aside, and make a new authority.
          </Notice>
        )}
        {isStranger && (
          <Notice tone="attention" title={`${issuer.name} does not say that it is for trying out`}>
            Whoever trusts it accepts what is issued here. Go on only if nobody in earnest does.
          </Notice>
        )}
      </Section>
      {issuer !== undefined && !isOver && (
        <>
          <Section
            title="Server certificate"
            description={`For the front-facing URL of a connector, issued by ${issuer.name}.`}
          >
            <TrialServerForm host={host} isBusy={isBusy} onMake={(wanted) => void trial.makeCertificate(wanted)} />
          </Section>
          <Section title="Client certificate" description={`For a person’s device, issued by ${issuer.name}.`}>
            <TrialClientForm isBusy={isBusy} onMake={(wanted) => void trial.makeCertificate(wanted)} />
          </Section>
        </>
      )}
      {made.length > 0 && (
        <Section title="Made here" description="Save what you need: keys are forgotten when this page is left.">
          <PassphraseFields
            choice={trial.passphrase}
            onChange={trial.setPassphrase}
            isAsked={trial.isAsked}
            label="Passphrase for keys"
          />
          <MadeList made={made} isBusy={isBusy} onSave={(one, as) => void trial.save(one, as)} />
        </Section>
      )}
      {leaveDialog}
    </div>
  );
}
