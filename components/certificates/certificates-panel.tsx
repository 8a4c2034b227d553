'use client';

import { useQuery } from '@tanstack/react-query';
import { CaCertificatesPanel } from '#components/certificates/ca-certificates-panel.tsx';
import { describePending } from '#components/certificates/pending-certificates.ts';
import { SslCertificatePanel } from '#components/certificates/ssl-certificate-panel.tsx';
import { useCertificatesEditor } from '#components/certificates/use-certificates-editor.ts';
import { useMinute } from '#components/certificates/use-minute.ts';
import { connectionQuery } from '#components/connection/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { UnsavedBar } from '#components/unsaved/unsaved-bar.tsx';
import { useLeaveWarning } from '#components/unsaved/use-leave-warning.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';

export function CertificatesPanel({ connectionId }: { connectionId: string }) {
  const { data, error } = useQuery(connectionQuery(connectionId));
  if (data !== undefined) return <CertificatesEditorPanel connection={data} />;
  if (error !== null) return <Notice tone="bad" title={error.message} />;
  return <Skeleton className="h-40" />;
}

function CertificatesEditorPanel({ connection }: { connection: ConnectionView }) {
  const editor = useCertificatesEditor(connection);
  const now = useMinute();
  const changes = describePending(editor.pending, editor.saved);
  const leaveDialog = useLeaveWarning(
    changes.length > 0,
    'What you dropped is not saved: certificates would have to be dropped again, and the key is forgotten.',
  );
  return (
    <div className="flex flex-col gap-6">
      {editor.problem !== undefined && <Notice tone="bad" title={editor.problem} />}
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
        <SslCertificatePanel connection={connection} editor={editor} now={now} />
        <CaCertificatesPanel editor={editor} now={now} />
      </div>
      <UnsavedBar
        changes={changes}
        onSave={() => void editor.save()}
        onDiscard={editor.discard}
        isSaving={editor.isSaving}
      />
      {editor.conflictDialog}
      {leaveDialog}
    </div>
  );
}
