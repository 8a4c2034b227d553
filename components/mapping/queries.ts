import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';
import type { MappingDays } from '#lib/contracts/mapping-strength.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

type Wanted = {
  readonly days: MappingDays;
  /** Rules that “require strong” is judged by; absent: those of the draft. */
  readonly rules?: readonly MappingRule[];
};

/** Who came by a weak mapping. Whatever changes the connection makes it be read again. */
export function mappingStrengthQuery(connectionId: string, wanted: Wanted) {
  const search = searchOf(wanted).toString();
  return queryOptions({
    queryKey: ['connection', connectionId, 'mapping', search],
    queryFn: ({ signal }) =>
      fetchView(
        `${path(connectionId)}?${search}`,
        async () => (await import('#lib/contracts/mapping-strength.ts')).mappingStrengthSchema,
        signal,
      ),
  });
}

export type ChangesWanted = Wanted & {
  readonly who: 'weak' | 'locked-out' | { readonly dn: string };
  readonly form: StrongForm;
  readonly format: 'ldif' | 'powershell';
};

/** Where the file is that ties certificates to people strongly. */
export function identityChangesUrl(connectionId: string, { who, form, format, ...wanted }: ChangesWanted): string {
  const search = searchOf(wanted);
  search.set('who', typeof who === 'string' ? who : 'person');
  if (typeof who !== 'string') search.set('dn', who.dn);
  search.set('form', form);
  search.set('format', format);
  return `${path(connectionId)}/changes?${search}`;
}

function searchOf({ days, rules }: Wanted): URLSearchParams {
  const search = new URLSearchParams({ days: String(days) });
  if (rules !== undefined)
    search.set('rules', rules.map(({ source, attribute }) => `${source}:${attribute}`).join(','));
  return search;
}

function path(connectionId: string): string {
  return `/api/connections/${encodeURIComponent(connectionId)}/mapping`;
}
