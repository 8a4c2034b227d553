'use client';

import { useForm } from 'react-hook-form';
import {
  type ApplicationFormValues,
  applicationResolver,
  uriProblem,
} from '#components/applications/application-form-values.ts';
import { Button } from '#components/ui/button.tsx';
import { DialogBody, DialogClose, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { CreateApplication } from '#lib/contracts/application.ts';
import type { ProblemView } from '#lib/core/problem.ts';

type ApplicationFormProps = {
  values: ApplicationFormValues;
  /** Absent: kind and connection stay as they are. */
  connections?: readonly { readonly id: string; readonly name: string }[];
  submitLabel: string;
  onSubmit: (values: CreateApplication) => Promise<ProblemView | undefined>;
};

const kinds = [
  ['confidential', 'On a server', 'keeps a secret that proves who it is'],
  ['public', 'In a browser or on a device', 'has no secret; PKCE and the redirect URI protect it'],
] as const;

/** For a new application and for changing one; stands in a dialog. */
export function ApplicationForm({ values, connections, submitLabel, onSubmit }: ApplicationFormProps) {
  const form = useForm<ApplicationFormValues, unknown, CreateApplication>({
    resolver: applicationResolver,
    defaultValues: values,
  });
  const { register, handleSubmit, setError, formState } = form;
  const { errors } = formState;

  async function submit(typed: CreateApplication) {
    const problem = await onSubmit(typed);
    if (problem !== undefined) setError('root', { message: problem.message });
  }

  return (
    <form noValidate onSubmit={handleSubmit(submit)} className="contents">
      <DialogBody>
        <Field label="Name" error={errors.name?.message} hint="People read it while they sign in.">
          <Input autoComplete="off" {...register('name')} />
        </Field>
        {connections !== undefined && (
          <>
            <Field
              label="Connection"
              error={errors.connectionId?.message}
              hint="The directory its people come from. It stays, because the application knows them by it."
            >
              <Select
                options={connections.map(({ id, name }) => ({ value: id, label: name }))}
                {...register('connectionId')}
              />
            </Field>
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 font-medium">Where it runs</legend>
              {kinds.map(([kind, title, text]) => (
                <label key={kind} className="flex items-baseline gap-2">
                  <input type="radio" value={kind} className="accent-accent" {...register('kind')} />
                  <span>
                    {title} <span className="text-muted">{text}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          </>
        )}
        <Field
          label="Redirect URIs"
          error={uriProblem(errors.redirectUris)}
          hint="One a line. People are sent back to nothing else; compared letter by letter."
        >
          <Textarea
            mono
            rows={3}
            spellCheck={false}
            placeholder="https://app.example.com/callback"
            {...register('redirectUris')}
          />
        </Field>
        <Field
          label="Where people go after signing out"
          error={uriProblem(errors.postLogoutRedirectUris)}
          hint="One a line; may be empty."
        >
          <Textarea mono rows={2} spellCheck={false} {...register('postLogoutRedirectUris')} />
        </Field>
        {errors.root?.message !== undefined && <Notice tone="bad" title={errors.root.message} />}
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
