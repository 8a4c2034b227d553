import { Notice } from '#components/ui/notice.tsx';
import type { WhatIfView } from '#lib/contracts/what-if.ts';

/** Said before anything else: whoever publishes may be among those who no longer get in. */
export function OwnAddressNotice({ own }: Pick<WhatIfView, 'own'>) {
  if (own?.kind !== 'refused' && own?.kind !== 'may-be-refused') return null;
  return (
    <Notice
      tone="attention"
      title={
        own.kind === 'refused'
          ? `From your own address, ${own.address}, nobody would get in.`
          : `From your own address, ${own.address}, people without a certificate or ticket may no longer get in.`
      }
    >
      It is about signing in to applications; the console stays open to you.
    </Notice>
  );
}
