'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '#components/ui/button.tsx';
import { DialogBody, DialogClose, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { connectionNameSchema } from '#lib/contracts/connection.ts';
import type { ProblemView } from '#lib/core/problem.ts';

const formSchema = z.object({ name: connectionNameSchema });

type ConnectionNameFormProps = {
  name: string;
  submitLabel: string;
  onSubmit: (name: string) => Promise<ProblemView | undefined>;
};

/** For a new connection and for renaming one; stands in a dialog. */
export function ConnectionNameForm({ name, submitLabel, onSubmit }: ConnectionNameFormProps) {
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name },
  });

  async function submit(values: { name: string }) {
    const problem = await onSubmit(values.name);
    if (problem !== undefined) setError('name', { message: problem.fields?.['name'] ?? problem.message });
  }

  return (
    <form noValidate onSubmit={handleSubmit(submit)} className="contents">
      <DialogBody>
        <Field
          label="Name"
          error={formState.errors.name?.message}
          hint="People meet it when they sign in: the name of the company or of the directory."
        >
          <Input autoComplete="off" {...register('name')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
