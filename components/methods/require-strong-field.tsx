'use client';

import Link from 'next/link';
import { useState } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import type { MethodsValues } from '#components/methods/methods-resolver.ts';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Switch } from '#components/ui/switch.tsx';

const RequireStrongDialog = loadWhenShown(
  async () => (await import('#components/mapping/require-strong-dialog.tsx')).RequireStrongDialog,
);

type RequireStrongFieldProps = { connectionId: string; control: Control<MethodsValues, MethodsValues> };

/** Whether weak rules count; who would be locked out is shown before they stop counting. */
export function RequireStrongField({ connectionId, control }: RequireStrongFieldProps) {
  const [isAsking, setIsAsking] = useState(false);
  const rules = useWatch({ control, name: 'mapping' });
  return (
    <div className="mt-2 flex items-start gap-4 border-t pt-4">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="font-medium">Require strong mapping</h3>
        <p className="max-w-prose text-pretty text-muted">
          Weak rules, which find people by a name in the certificate, are then passed over; the strong ones decide in
          their order.{' '}
          <Link href={`/connections/${connectionId}/mapping`} className="text-accent underline underline-offset-4">
            Who is mapped weakly?
          </Link>
        </p>
      </div>
      <Controller
        control={control}
        name="mappingStrength"
        render={({ field }) => (
          <>
            <Switch
              aria-label="Require strong mapping"
              checked={field.value === 'strong'}
              onCheckedChange={(isOn) => (isOn ? setIsAsking(true) : field.onChange('any'))}
              ref={field.ref}
            />
            {isAsking && (
              <RequireStrongDialog
                connectionId={connectionId}
                rules={rules}
                onClose={() => setIsAsking(false)}
                onConfirm={() => field.onChange('strong')}
              />
            )}
          </>
        )}
      />
    </div>
  );
}
