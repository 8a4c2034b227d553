'use client';

import { type Control, Controller, type FieldErrors, type UseFormRegister } from 'react-hook-form';
import { MappingField } from '#components/methods/mapping-field.tsx';
import type { MethodsValues } from '#components/methods/methods-resolver.ts';
import { RequireStrongField } from '#components/methods/require-strong-field.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Section } from '#components/ui/section.tsx';

type PersonSectionsProps = {
  connectionId: string;
  control: Control<MethodsValues, MethodsValues>;
  register: UseFormRegister<MethodsValues>;
  errors: FieldErrors<MethodsValues>;
};

/** Whose a certificate is, and how long somebody stays signed in. */
export function PersonSections({ connectionId, control, register, errors }: PersonSectionsProps) {
  return (
    <>
      <Section
        title="Whose certificate it is"
        description="The rules are tried in this order. The first one whose value the certificate holds and that finds somebody decides; two values or two people are a refusal."
      >
        <Controller
          control={control}
          name="mapping"
          render={({ field }) => (
            <MappingField
              value={field.value}
              onChange={field.onChange}
              problems={field.value.map(
                (_rule, at) => errors.mapping?.[at]?.attribute?.message ?? errors.mapping?.[at]?.message,
              )}
            />
          )}
        />
        <RequireStrongField connectionId={connectionId} control={control} />
      </Section>
      <Section title="How long somebody stays signed in" description="Holds for all applications of this connection.">
        <div className="flex flex-wrap gap-6">
          <Field label="Hours" error={errors.session?.hours?.message} hint="until the session ends" className="w-44">
            <Input type="number" min={1} max={720} {...register('session.hours', { valueAsNumber: true })} />
          </Field>
          <Field
            label="Days, for those who wish"
            error={errors.session?.keepSignedInDays?.message}
            hint="“keep me signed in” at the password form; 0: nobody is asked"
            className="w-72"
          >
            <Input type="number" min={0} max={90} {...register('session.keepSignedInDays', { valueAsNumber: true })} />
          </Field>
        </div>
      </Section>
    </>
  );
}
