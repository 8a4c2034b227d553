'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { ChangeList } from '#components/connection/change-list.tsx';
import { connectionQuery } from '#components/connection/queries.ts';
import { FindingList } from '#components/findings/finding-list.tsx';
import { FindingPlaceLink } from '#components/findings/finding-place-link.tsx';
import { AffectedSection } from '#components/publish/affected-section.tsx';
import { PublishProgress } from '#components/publish/publish-progress.tsx';
import { useAffected } from '#components/publish/use-affected.ts';
import { OrderSection } from '#components/rollout/order-section.tsx';
import { firstChoice, readChoice } from '#components/rollout/wave-choice.ts';
import { useAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { DialogBody, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import { publishSettingsAction } from '#lib/bff/actions/settings.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { Finding } from '#lib/core/finding.ts';

type PublishReviewProps = {
  view: ConnectionView;
  onPublished: (revision: number) => void;
  onClose: () => void;
};

export function PublishReview({ view, onPublished, onClose }: PublishReviewProps) {
  const client = useQueryClient();
  const formId = useId();
  const { run, isRunning, problem, clear } = useAction(publishSettingsAction);
  const [comment, setComment] = useState('');
  const [choice, setChoice] = useState(firstChoice);
  const order = readChoice(choice);
  const canChoose = view.running !== null && view.connectors.length > 1;
  // What is published is what was looked at: a draft saved meanwhile has to be looked at first.
  const [draft, setDraft] = useState(view.draft);
  const isOutdated = view.draft.version !== draft.version;
  const affected = useAffected(useMemo(() => ({ ...view, draft }), [view, draft]));
  // Whoever confirmed one draft has said nothing about the next.
  const [confirmed, setConfirmed] = useState<number>();
  const isConfirmed = confirmed === draft.version;
  const isUnconfirmed = affected.isAwaited || (affected.isGrave && !isConfirmed);
  const errors = draft.findings.filter((finding) => finding.severity === 'error').length;
  const next = nextNumber(view);
  const refusal = useRefusal('operator');

  if (draft.changes.length === 0 && !isOutdated && view.running !== null && !isRunning)
    return <PublishProgress view={view} revision={view.running.revision} onClose={onClose} isNothingNew />;

  async function publish() {
    if (refusal !== undefined || errors > 0 || isOutdated || isUnconfirmed || isRunning || !order.ok) return;
    const outcome = await run({
      connectionId: view.id,
      draftVersion: draft.version,
      comment,
      ...(order.wish === undefined ? {} : { waves: order.wish }),
    });
    await client.invalidateQueries({ queryKey: connectionQuery(view.id).queryKey });
    if (outcome.ok) onPublished(outcome.value.revision);
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>Publish revision {next}</DialogTitle>
        <DialogDescription>{receiverText(view, choice.order)}</DialogDescription>
      </DialogHeader>
      <DialogBody>
        {problem !== undefined && <Notice tone="bad" title={problem.message} />}
        {isOutdated && (
          <Notice
            tone="attention"
            title={
              <>
                {view.draft.updatedBy ?? 'Somebody'} saved the draft <Moment at={view.draft.updatedAt} />, after you
                opened this.
              </>
            }
            action={
              <Button
                size="small"
                onClick={() => {
                  setDraft(view.draft);
                  clear();
                }}
              >
                Show the draft as it is now
              </Button>
            }
          />
        )}
        <section aria-labelledby={`${formId}-changes`} className="flex flex-col gap-1.5">
          <h3 id={`${formId}-changes`} className="font-medium">
            {view.running === null ? 'What begins to run' : `Against revision ${view.running.revision}, which runs`}
          </h3>
          {draft.changes.length === 0 ? (
            <p className="text-muted">Nothing is set: everybody signs in with a password.</p>
          ) : (
            <ChangeList changes={draft.changes} />
          )}
        </section>
        <AffectedSection
          connection={view}
          affected={affected}
          isConfirmed={isConfirmed}
          onConfirm={(isChecked) => setConfirmed(isChecked ? draft.version : undefined)}
          onLeave={onClose}
        />
        <section aria-labelledby={`${formId}-findings`} className="flex flex-col gap-2">
          <h3 id={`${formId}-findings`} className="font-medium">
            {findingsText(draft.findings)}
          </h3>
          <FindingList
            findings={draft.findings}
            actionFor={(finding) => <FindingPlaceLink connectionId={view.id} area={finding.area} onFollow={onClose} />}
          />
        </section>
        <form
          id={formId}
          onSubmit={(event) => {
            event.preventDefault();
            void publish();
          }}
          className="flex flex-col gap-4"
        >
          {canChoose && <OrderSection connectors={view.connectors} choice={choice} onChange={setChoice} />}
          <Field label="Comment" hint="Why this change; it stands in the history.">
            <Textarea
              rows={2}
              maxLength={500}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void publish();
              }}
            />
          </Field>
        </form>
      </DialogBody>
      <DialogFooter>
        {refusal !== undefined && <p className="mr-auto text-pretty text-muted">{refusal}</p>}
        {refusal === undefined && errors > 0 && (
          <p className="mr-auto text-bad">
            {errors === 1 ? 'One error stands' : `${errors} errors stand`} in the way of publishing.
          </p>
        )}
        {refusal === undefined && errors === 0 && affected.isGrave && !isConfirmed && (
          <p className="mr-auto text-pretty text-attention">
            Some would no longer get in: tick above that this is meant.
          </p>
        )}
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          form={formId}
          variant="primary"
          isBusy={isRunning}
          disabled={refusal !== undefined || errors > 0 || isOutdated || isUnconfirmed || !order.ok}
        >
          Publish
        </Button>
      </DialogFooter>
    </>
  );
}

/** Numbers of revisions that went out and were stopped are not used again. */
function nextNumber({ running, plan }: ConnectionView): number {
  return Math.max(running?.revision ?? 0, plan?.revision ?? 0, plan?.fallbackRevision ?? 0) + 1;
}

function receiverText({ connectors }: ConnectionView, order: 'all' | 'waves'): string {
  const total = connectors.length;
  if (total === 0) return 'No connector is enrolled; the revision waits for the first one.';
  const online = connectors.filter((connector) => connector.state === 'online').length;
  const all = `${total} ${total === 1 ? 'connector' : 'connectors'}`;
  if (order === 'waves') return `To ${all} in waves. It stops by itself where one of them is not well with it.`;
  if (online === total) return `To ${all}, at once. What refuses it keeps serving what it serves now.`;
  return `To ${online} of ${all} at once; the rest take it over when they come back.`;
}

function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Findings: none';
  const parts = severities.flatMap(([severity, one, many]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count === 0) return [];
    return `${count} ${count === 1 ? one : many}`;
  });
  return `Findings: ${parts.join(', ')}`;
}

const severities = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['note', 'note', 'notes'],
] as const;
