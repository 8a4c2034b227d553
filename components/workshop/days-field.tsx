'use client';

import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';

const spans = [
  { value: '1', label: '1 day' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

export function DaysField({ value, onChange }: { value: number; onChange: (days: number) => void }) {
  return (
    <Field label="Valid for">
      <Select options={spans} value={String(value)} onChange={(event) => onChange(Number(event.target.value))} />
    </Field>
  );
}
