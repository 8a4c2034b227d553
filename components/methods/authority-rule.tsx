'use client';

import { UploadedLists } from '#components/methods/uploaded-lists.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { AuthorityRevocation } from '#lib/contracts/settings.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

type Source = AuthorityRevocation['source'];

const modes = [
  { value: 'off', label: 'not looked up' },
  { value: 'fail-open', label: 'looked up' },
  { value: 'fail-closed', label: 'looked up, and required' },
] as const;

const sources = [
  { value: 'certificate', label: 'as the certificates say' },
  { value: 'url', label: 'the list at an address' },
  { value: 'ocsp', label: 'an OCSP responder' },
  { value: 'uploaded', label: 'uploaded lists' },
] as const;

const fresh: Record<Source['kind'], Source> = {
  certificate: { kind: 'certificate' },
  url: { kind: 'url', crlUrl: '' },
  ocsp: { kind: 'ocsp', url: '' },
  uploaded: { kind: 'uploaded', lists: [] },
};

type AuthorityRuleProps = {
  authority: string;
  name: string;
  /** What counts for all. */
  general: AuthorityRevocation['mode'];
  certificates: readonly Certificate[];
  rule: AuthorityRevocation | undefined;
  problem: string | undefined;
  onChange: (rule: AuthorityRevocation | undefined) => void;
};

export function AuthorityRule({ authority, name, general, certificates, rule, problem, onChange }: AuthorityRuleProps) {
  const setMode = (value: string) => {
    const mode = modes.find((one) => one.value === value)?.value;
    onChange(mode === undefined ? undefined : { authority, mode, source: rule?.source ?? fresh.certificate });
  };
  const setSource = (source: Source) => rule !== undefined && onChange({ ...rule, source });
  const source = rule?.source;
  const isOneAddress = source?.kind === 'ocsp' || (source?.kind === 'url' && source.deltaUrl === undefined);
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="min-w-40 flex-1 font-medium break-words">{name}</span>
        <Select
          aria-label={`What ${name} issued is`}
          className="w-full sm:w-64"
          options={[{ value: '', label: `as for all: ${labelOf(general)}` }, ...modes]}
          value={rule?.mode ?? ''}
          onChange={(event) => setMode(event.target.value)}
        />
        {rule !== undefined && rule.mode !== 'off' && (
          <Select
            aria-label={`Where ${name} is asked`}
            className="w-full sm:w-64"
            options={sources}
            value={rule.source.kind}
            onChange={(event) => {
              const kind = sources.find((one) => one.value === event.target.value)?.value;
              if (kind !== undefined) setSource(fresh[kind]);
            }}
          />
        )}
      </div>
      {rule?.mode !== 'off' && source?.kind === 'url' && (
        <div className="grid gap-3 md:grid-cols-2">
          <Address
            label="Address of the list"
            value={source.crlUrl}
            error={isOneAddress ? problem : undefined}
            onChange={(crlUrl) => setSource({ ...source, crlUrl })}
          />
          <Address
            label="Address of changes to it, where there is one"
            value={source.deltaUrl ?? ''}
            onChange={(deltaUrl) => {
              const { kind, crlUrl } = source;
              setSource(deltaUrl === '' ? { kind, crlUrl } : { kind, crlUrl, deltaUrl });
            }}
          />
        </div>
      )}
      {rule?.mode !== 'off' && source?.kind === 'ocsp' && (
        <Address
          label="Address of the responder"
          value={source.url}
          error={problem}
          onChange={(url) => setSource({ kind: 'ocsp', url })}
        />
      )}
      {rule?.mode !== 'off' && source?.kind === 'uploaded' && (
        <UploadedLists
          authority={authority}
          name={name}
          certificates={certificates}
          lists={source.lists}
          onChange={(lists) => setSource({ kind: 'uploaded', lists })}
        />
      )}
      {problem !== undefined && !isOneAddress && (
        <p role="alert" className="text-bad">
          {source?.kind === 'uploaded' && source.lists.length === 0
            ? `Drop a list of ${name} here, or choose another place where it is asked.`
            : problem}
        </p>
      )}
    </li>
  );
}

function labelOf(mode: AuthorityRevocation['mode']): string {
  return modes.find(({ value }) => value === mode)?.label ?? mode;
}

function Address(props: { label: string; value: string; error?: string | undefined; onChange: (url: string) => void }) {
  return (
    <Field label={props.label} error={props.error}>
      <Input
        mono
        type="url"
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        placeholder="http://"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value.trim())}
      />
    </Field>
  );
}
