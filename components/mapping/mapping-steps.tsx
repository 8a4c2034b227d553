'use client';

import { CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useSaveDraft } from '#components/connection/use-save-draft.tsx';
import { formWords } from '#components/mapping/mapping-words.ts';
import { WriteChanges } from '#components/mapping/write-changes.tsx';
import { toast } from '#components/ui/toast.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { count } from '#components/words/count.ts';
import type { MappingDays, MappingStrengthView } from '#lib/contracts/mapping-strength.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import { isLookedFor, isWeakFirst, strongFirst } from '#lib/pki/mapping/strong-first.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

type MappingStepsProps = {
  connectionId: string;
  /** Of the draft. */
  settings: Pick<Settings, 'mapping' | 'mappingStrength'>;
  view: MappingStrengthView;
  days: MappingDays;
  form: StrongForm;
  onFormChange: (form: StrongForm) => void;
};

/** The way from weak to strong, none of whose steps locks anybody out before the last one. */
export function MappingSteps({ connectionId, settings, view, days, form, onFormChange }: MappingStepsProps) {
  const { save, isSaving, conflictDialog } = useSaveDraft(connectionId);
  const { mapping, mappingStrength } = settings;
  const { weak, lockedOut } = view.people;
  const isAskedFirst = isLookedFor(form, mapping) && !isWeakFirst(mapping);
  const isRequired = mappingStrength === 'strong';

  async function askFirst() {
    const outcome = await save((draft) => ({ ...draft, mapping: strongFirst(draft.mapping, form) }));
    if (outcome.ok) toast('Saved to the draft', { text: 'It counts once it is published.' });
    else toast(outcome.problem.message, { tone: 'bad' });
  }

  return (
    <ol className="flex flex-col divide-y divide-line border-y">
      <Step
        title="Ask strong rules first"
        isDone={isAskedFirst}
        text={
          isAskedFirst
            ? 'The draft asks them before the weak ones, which go on serving everybody else.'
            : `The rule “${formWords[form].label.toLowerCase()} is the directory’s altSecurityIdentities” before the weak ones: people come by it as soon as the directory holds their strong name, and until then as before.`
        }
      >
        {!isAskedFirst && (
          <RoleButton least="operator" className="w-fit" isBusy={isSaving} onClick={() => void askFirst()}>
            Put it into the draft
          </RoleButton>
        )}
      </Step>
      <Step
        title="Write strong names into the directory"
        isDone={weak === 0}
        text={
          weak === 0
            ? 'Everybody who came has one.'
            : `The file adds to altSecurityIdentities of ${count(weak, 'person', 'people')} what their certificates are known by. Apply it with an account that may write there; the connector’s own needs no such right.`
        }
      >
        {weak > 0 && (
          <WriteChanges
            connectionId={connectionId}
            wanted={{ days, who: 'weak' }}
            form={form}
            onFormChange={onFormChange}
          />
        )}
      </Step>
      <Step
        title="Require strong mapping"
        isDone={isRequired}
        text={
          isRequired
            ? 'The draft requires it: weak rules are passed over.'
            : lockedOut === 0
              ? 'Nobody who came in these days would be locked out.'
              : `${count(lockedOut, 'person', 'people')} who came in these days would be locked out now, as far as the log can tell.`
        }
      >
        {!isRequired && (
          <Link href={`/connections/${connectionId}/methods`} className="text-accent underline underline-offset-4">
            Methods: whose certificate it is
          </Link>
        )}
      </Step>
      {conflictDialog}
    </ol>
  );
}

function Step(props: { title: string; text: string; isDone: boolean; children: ReactNode }) {
  const Icon = props.isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex min-w-0 items-start gap-3 py-4">
      <Icon
        aria-label={props.isDone ? 'done' : 'to do'}
        className={`mt-0.5 size-4 shrink-0 ${props.isDone ? 'text-good' : 'text-muted'}`}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="font-medium">{props.title}</h3>
        <p className="max-w-prose text-pretty text-muted">{props.text}</p>
        {props.children}
      </div>
    </li>
  );
}
