'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { connectionQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { toast } from '#components/ui/toast.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { keyRequestsQuery } from '#components/workshop/queries.ts';
import { requestFile } from '#components/workshop/request-file.ts';
import { saveFile } from '#components/workshop/save-file.ts';
import { forgetKeyAction } from '#lib/bff/actions/key-request.ts';
import type { KeyRequestView } from '#lib/contracts/key-request.ts';

const states = {
  waiting: ['attention', 'waiting for its certificate'],
  draft: ['accent', 'its certificate is in the draft'],
  running: ['good', 'its certificate runs'],
} as const;

/** Requests whose keys are on connectors of one connection, to save again or to forget. */
export function OpenRequests({ connectionId, onForgotten }: { connectionId: string; onForgotten: () => void }) {
  const { data: requests = [], error } = useQuery(keyRequestsQuery(connectionId));
  const [toForget, setToForget] = useState<KeyRequestView>();
  const client = useQueryClient();
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  if (requests.length === 0) return null;

  async function forget({ connectorId, connectorName, spkiFingerprint }: KeyRequestView) {
    const outcome = await callAction(forgetKeyAction, { connectorId, spkiFingerprint });
    if (!outcome.ok) return outcome.problem.message;
    if (outcome.value.kind === 'refused') return outcome.value.detail;
    toast(`The key is deleted on ${connectorName}.`);
    onForgotten();
    void client.invalidateQueries({ queryKey: connectionQuery(connectionId).queryKey });
    return undefined;
  }

  return (
    <Section
      title="Requests whose key is on a connector"
      description={
        <>
          When a certificate comes back, drop it on the{' '}
          <Link href={`/connections/${connectionId}/certificates`} className="text-accent-strong underline">
            Certificates page
          </Link>
          ; no key is needed with it.
        </>
      }
    >
      <ul
        aria-label="Requests whose key is on a connector"
        className="flex max-w-3xl flex-col divide-y divide-line border-y"
      >
        {requests.map((one) => (
          <OpenRequest
            key={`${one.connectorId} ${one.spkiFingerprint}`}
            request={one}
            onForget={() => setToForget(one)}
          />
        ))}
      </ul>
      {toForget !== undefined && (
        <ConfirmDialog
          isOpen
          onOpenChange={(isOpen) => !isOpen && setToForget(undefined)}
          title={`Delete the key on ${toForget.connectorName}?`}
          description={
            <>
              {toForget.connectorName} deletes the key that was made for {toForget.hosts[0]}. It is nowhere else: a
              certificate that comes back for this request, and an earlier revision with its certificate, can then not
              be served.
            </>
          }
          typedConfirmation={toForget.hosts[0] ?? ''}
          confirmLabel="Delete key"
          onConfirm={() => forget(toForget)}
        />
      )}
    </Section>
  );
}

function OpenRequest({ request, onForget }: { request: KeyRequestView; onForget: () => void }) {
  const [tone, words] = states[request.certificate];
  const [first = '', ...others] = request.hosts;
  const facts = useId();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-mono text-[13px] break-all">{first}</span>
          {others.length > 0 && <span className="text-muted">and {others.length} more</span>}
          <Badge tone={tone}>{words}</Badge>
        </p>
        <p id={facts} className="text-muted">
          asked for on {request.connectorName}, <Moment at={request.askedAt} isExact />, by{' '}
          <span className="wrap-anywhere">{request.askedBy}</span>
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          size="small"
          aria-describedby={facts}
          aria-label={`Save request for ${first} again`}
          onClick={() => saveFile(requestFile(request))}
        >
          <Download aria-hidden="true" />
          Save
        </Button>
        {request.certificate === 'waiting' && (
          <RoleButton
            least="operator"
            size="small"
            aria-describedby={facts}
            aria-label={`Forget request for ${first}`}
            onClick={onForget}
          >
            Forget…
          </RoleButton>
        )}
      </div>
    </li>
  );
}
