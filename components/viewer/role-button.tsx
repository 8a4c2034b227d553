'use client';

import type { ComponentProps } from 'react';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import type { Role } from '#lib/core/role.ts';

type RoleButtonProps = ComponentProps<typeof Button> & {
  /** The role that what it does asks for. */
  least: Role;
};

/** A button that, for whoever may not do what it does, stays in its place, says why, and does nothing else. */
export function RoleButton({ least, ...rest }: RoleButtonProps) {
  const refusal = useRefusal(least);
  if (refusal === undefined) return <Button {...rest} />;
  return (
    <Button
      {...rest}
      type="button"
      isBusy={false}
      aria-disabled
      title={refusal}
      onClick={() => toast(refusal, { tone: 'attention' })}
    />
  );
}
