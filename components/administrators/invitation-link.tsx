import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { CreatedInvitationView } from '#lib/contracts/administrator.ts';

/** Shown once: Gatehouse keeps the hash of its token only. */
export function InvitationLink({ created }: { created: CreatedInvitationView }) {
  return (
    <>
      <div className="rounded-md border bg-sunken px-3 py-2">
        <CopyText text={created.url} wraps className="flex w-full justify-between" />
      </div>
      <Notice tone="attention" title="The link is shown only now">
        Whoever holds it becomes that administrator: hand it on by a way only {created.email} reads. It works once, and
        until <Moment at={created.expiresAt} isExact />.
      </Notice>
    </>
  );
}
