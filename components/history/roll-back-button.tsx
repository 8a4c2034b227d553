'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { firstChoice, readChoice } from '#components/rollout/wave-choice.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { toast } from '#components/ui/toast.tsx';
import { rollBackToAction } from '#lib/bff/actions/rollout.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

const OrderSection = loadWhenShown(async () => (await import('#components/rollout/order-section.tsx')).OrderSection);

export function RollBackButton({ revision, view }: { revision: number; view: ConnectionView }) {
  const [isAsking, setIsAsking] = useState(false);
  const [choice, setChoice] = useState(firstChoice);
  const client = useQueryClient();

  async function rollBack() {
    const order = readChoice(choice);
    if (!order.ok) return order.sentence;
    const outcome = await callAction(rollBackToAction, {
      connectionId: view.id,
      revision,
      comment: `Back to revision ${revision}`,
      ...(order.wish === undefined ? {} : { waves: order.wish }),
    });
    await client.invalidateQueries({ queryKey: connectionQuery(view.id).queryKey });
    if (!outcome.ok) return outcome.problem.message;
    toast(`Revision ${outcome.value.revision} brings revision ${revision} back.`);
    return undefined;
  }

  return (
    <>
      <Button size="small" onClick={() => setIsAsking(true)}>
        Roll back…<span className="sr-only"> to revision {revision}</span>
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Roll back to revision ${revision}?`}
        description={`What revision ${revision} holds is published at once as a new revision. The draft stays as it is.`}
        confirmLabel="Roll back"
        onConfirm={rollBack}
      >
        {view.running !== null && view.connectors.length > 1 && (
          <OrderSection connectors={view.connectors} choice={choice} onChange={setChoice} />
        )}
      </ConfirmDialog>
    </>
  );
}
