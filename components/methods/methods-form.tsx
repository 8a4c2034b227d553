'use client';

import { type ReactNode, useEffect } from 'react';
import { Controller, type Resolver, useForm, useWatch } from 'react-hook-form';
import { isSameValue } from '#components/methods/is-same-value.ts';
import type { MethodsValues } from '#components/methods/methods-resolver.ts';
import { UrlFacts } from '#components/methods/url-facts.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { lazyResolver } from '#components/ui/lazy-resolver.ts';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { UnsavedBar } from '#components/unsaved/unsaved-bar.tsx';
import { useLeaveWarning } from '#components/unsaved/use-leave-warning.tsx';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { Settings } from '#lib/contracts/settings.ts';

const Needs = loadWhenShown(async () => (await import('#components/methods/need-list.tsx')).NeedList);

const PersonSections = loadWhenShown(
  async () => (await import('#components/methods/person-sections.tsx')).PersonSections,
);

const TrustSections = loadWhenShown(async () => (await import('#components/methods/trust-sections.tsx')).TrustSections);

const checks = lazyResolver(async () => (await import('#components/methods/methods-resolver.ts')).methodsResolver);

/** What the draft holds was checked when it was saved; the checks are loaded when something else is typed. */
const resolver: Resolver<MethodsValues, MethodsValues> = (values, saved, options) =>
  JSON.stringify(values) === JSON.stringify(saved) ? { values, errors: {} } : checks(values, saved, options);

type MethodsFormProps = {
  connectionId: string;
  settings: Settings;
  connectors: readonly ConnectorView[];
  /** Answers with a sentence where it did not work; what was typed then stays. */
  onSave: (values: MethodsValues) => Promise<string | undefined>;
  /** Told when something here differs from the draft, and when nothing does any more. */
  onEditing: (isEditing: boolean) => void;
  isSaving: boolean;
};

export function MethodsForm({ connectionId, settings, connectors, onSave, onEditing, isSaving }: MethodsFormProps) {
  const { clientCertificate, kerberos, outside, frontFacingUrl, mapping, mappingStrength, trust, revocation, session } =
    settings;
  const saved: MethodsValues = {
    clientCertificate,
    kerberos,
    outside,
    frontFacingUrl,
    mapping,
    mappingStrength,
    trust,
    revocation,
    session,
  };
  const form = useForm<MethodsValues, MethodsValues>({
    resolver,
    context: saved,
    values: saved,
    // What is typed stays when somebody else saves meanwhile.
    resetOptions: { keepDirtyValues: true },
    mode: 'onChange',
  });
  const values = { ...settings, ...useWatch({ control: form.control }) } as Settings;
  const { errors } = form.formState;
  const given = { settings: values, connectors };
  const changes = [
    values.clientCertificate.enabled !== clientCertificate.enabled &&
      `client certificates ${values.clientCertificate.enabled ? 'on' : 'off'}`,
    values.kerberos.enabled !== kerberos.enabled && `Kerberos ${values.kerberos.enabled ? 'on' : 'off'}`,
    values.frontFacingUrl.trim() !== frontFacingUrl && 'front-facing URL',
    values.kerberos.frontFacingUrl.trim() !== kerberos.frontFacingUrl && 'URL for Kerberos',
    values.outside !== outside && 'everyone else',
    !isSameValue(values.mapping, mapping) && 'whose certificate it is',
    values.mappingStrength !== mappingStrength &&
      `strong mapping ${values.mappingStrength === 'strong' ? 'required' : 'not required'}`,
    !isSameValue(values.revocation, revocation) && 'revoked certificates',
    values.trust.partialChains !== trust.partialChains && 'partial chains',
    !isSameValue(values.session, session) && 'sessions',
  ].filter((one) => typeof one === 'string');
  const isEditing = changes.length > 0;
  useEffect(() => onEditing(isEditing), [isEditing, onEditing]);
  const leaveDialog = useLeaveWarning(isEditing, 'The changes on this tab are not saved.');
  const submit = form.handleSubmit(async (typed) => {
    const problem = await onSave(typed);
    if (problem === undefined) form.reset(typed);
    else form.setError('root', { message: problem });
  });

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-4xl flex-col gap-8">
      <Section
        title="Without a password"
        description="Tried in this order inside the networks. A network may set its own order."
      >
        <div className="flex flex-col divide-y divide-line border-y">
          <MethodSwitch
            title="Client certificates"
            text="People sign in with the certificate on their device or smart card. The connector asks for it in the TLS handshake."
            control={
              <Controller
                control={form.control}
                name="clientCertificate.enabled"
                render={({ field }) => (
                  <Switch
                    aria-label="Client certificates"
                    checked={field.value}
                    onCheckedChange={field.onChange}
                    ref={field.ref}
                  />
                )}
              />
            }
          >
            <Needs method="client-certificate" given={given} connectionId={connectionId} />
          </MethodSwitch>
          <MethodSwitch
            title="Kerberos"
            text="Computers of the domain sign people in by the ticket they already have. Each connector’s own address then counts as a network."
            control={
              <Controller
                control={form.control}
                name="kerberos.enabled"
                render={({ field }) => (
                  <Switch
                    aria-label="Kerberos"
                    checked={field.value}
                    onCheckedChange={field.onChange}
                    ref={field.ref}
                  />
                )}
              />
            }
          >
            <Needs method="kerberos" given={given} connectionId={connectionId} />
            <p className="mt-1 text-muted">
              On their side: a service principal HTTP/
              {hostOf(values.kerberos.frontFacingUrl || values.frontFacingUrl)} on the connector’s account, and the URL
              in the browsers’ intranet zone.
            </p>
          </MethodSwitch>
        </div>
      </Section>

      <Section
        title="Where people are sent"
        description="The address under which people inside the networks reach a connector, so that it can ask their browser."
      >
        <Field label="Front-facing URL" error={errors.frontFacingUrl?.message} className="max-w-xl">
          <Input
            mono
            type="url"
            inputMode="url"
            spellCheck={false}
            autoComplete="off"
            placeholder="https://sso.example.com"
            {...form.register('frontFacingUrl')}
          />
        </Field>
        <UrlFacts url={values.frontFacingUrl} connectors={connectors} />
        {values.kerberos.enabled && values.clientCertificate.enabled && (
          <Field
            label="URL of its own for Kerberos"
            hint="Under the one URL browsers are asked for a certificate before Kerberos is tried. A host name or port of its own, served by the connectors’ second listener, keeps that question away. Empty: the same URL."
            error={errors.kerberos?.frontFacingUrl?.message}
            className="max-w-xl"
          >
            <Input
              mono
              type="url"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              placeholder="https://krb.example.com"
              {...form.register('kerberos.frontFacingUrl')}
            />
          </Field>
        )}
      </Section>

      <PersonSections connectionId={connectionId} control={form.control} register={form.register} errors={errors} />
      <TrustSections
        control={form.control}
        register={form.register}
        errors={errors}
        caCertificates={settings.caCertificates}
      />

      <Section title="Everyone else" description="People whose address lies in none of the networks.">
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">Everyone else</legend>
          <label className="flex items-baseline gap-2">
            <input type="radio" value="password" className="accent-accent" {...form.register('outside')} />
            <span>
              Sign in with a password <span className="text-muted">through a connector, against the directory</span>
            </span>
          </label>
          <label className="flex items-baseline gap-2">
            <input type="radio" value="refuse" className="accent-accent" {...form.register('outside')} />
            <span>
              Nobody gets in <span className="text-muted">from there; people are told why, with an incident id</span>
            </span>
          </label>
        </fieldset>
        {values.outside === 'refuse' && values.networks.length === 0 && (
          <Notice tone="bad" title="There is no network, so nobody could sign in">
            Add the networks people come from first.
          </Notice>
        )}
      </Section>

      {errors.root?.message !== undefined && <Notice tone="bad" title={errors.root.message} />}
      <UnsavedBar
        changes={changes}
        onSave={() => void submit()}
        onDiscard={() => form.reset()}
        isSaving={isSaving}
        obstacle={
          Object.keys(errors).some((name) => name !== 'root') ? 'Something typed needs a correction first' : undefined
        }
      />
      {leaveDialog}
    </form>
  );
}

function MethodSwitch(props: { title: string; text: string; control: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-4 py-4">
      <div className="grid min-w-0 flex-1 gap-x-8 gap-y-3 md:grid-cols-2">
        <div>
          <h3 className="font-medium">{props.title}</h3>
          <p className="max-w-prose text-pretty text-muted">{props.text}</p>
        </div>
        {/* As high as the list that is about to come. */}
        <div className="min-h-36">{props.children}</div>
      </div>
      {props.control}
    </div>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '<host of the URL>';
  }
}
