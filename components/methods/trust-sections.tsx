'use client';

import { type Control, Controller, type FieldErrors, type UseFormRegister, useWatch } from 'react-hook-form';
import { AuthorityRevocationField } from '#components/methods/authority-revocation-field.tsx';
import type { MethodsValues } from '#components/methods/methods-resolver.ts';
import { Section } from '#components/ui/section.tsx';
import { Switch } from '#components/ui/switch.tsx';

type TrustSectionsProps = {
  control: Control<MethodsValues, MethodsValues>;
  register: UseFormRegister<MethodsValues>;
  errors: FieldErrors<MethodsValues>;
  caCertificates: readonly string[];
};

const revocationChoices = [
  ['off', 'Not looked up', 'a revoked certificate lets its owner in until it ends'],
  ['fail-open', 'Looked up', 'where a list cannot be had, people get in all the same, and the log says so'],
  ['fail-closed', 'Looked up, and required', 'where a list cannot be had, nobody of that authority gets in'],
] as const;

/** Whether a certificate was revoked, for all and for single authorities, and what may end a path. */
export function TrustSections({ control, register, errors, caCertificates }: TrustSectionsProps) {
  const general = useWatch({ control, name: 'revocation.mode' });
  return (
    <>
      <Section
        title="Revoked certificates"
        description="Connectors fetch the lists that certificates name, and keep them until the next one is due."
      >
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">Revoked certificates</legend>
          {revocationChoices.map(([mode, title, text]) => (
            <label key={mode} className="flex items-baseline gap-2">
              <input type="radio" value={mode} className="accent-accent" {...register('revocation.mode')} />
              <span>
                {title} <span className="text-muted">{text}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </Section>
      <Section
        title="Revocation of single authorities"
        description="Where another rule or another place counts for what one authority issued. Everything else is looked up as above."
      >
        <Controller
          control={control}
          name="revocation.authorities"
          render={({ field }) => (
            <AuthorityRevocationField
              caCertificates={caCertificates}
              general={general}
              value={field.value ?? []}
              onChange={field.onChange}
              problems={(field.value ?? []).map((_, place) => problemOf(errors.revocation?.authorities?.[place]))}
            />
          )}
        />
      </Section>
      <Section
        title="Where a path may end"
        description="A path leads from a certificate over those who issued it to one that is trusted."
      >
        <div className="flex items-start gap-4">
          <p className="max-w-prose flex-1 text-pretty">
            Partial chains{' '}
            <span className="text-muted">
              every CA certificate of this connection ends a path, also an issuing authority without its root. Then
              nobody above it is judged: neither that it was revoked, nor that its root has ended.
            </span>
          </p>
          <Controller
            control={control}
            name="trust.partialChains"
            render={({ field }) => (
              <Switch
                aria-label="Partial chains"
                checked={field.value}
                onCheckedChange={field.onChange}
                ref={field.ref}
              />
            )}
          />
        </div>
      </Section>
    </>
  );
}

/** The first sentence in what may be nested. */
function problemOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message } = error as { readonly message?: unknown };
  if (typeof message === 'string') return message;
  for (const [name, inner] of Object.entries(error)) {
    const found = name === 'ref' ? undefined : problemOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
