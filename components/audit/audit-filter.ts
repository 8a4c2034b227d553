import type { AuditFilter } from '#lib/contracts/audit.ts';

/** The filters as they stand in the address of the page; empty: not narrowed. */
export type AuditSearch = {
  readonly who: string;
  readonly verb: string;
  /** The id of the thing changed. */
  readonly subject: string;
  readonly connectionId: string;
  /** Days of the reader's calendar, both included: `2026-11-23`. */
  readonly from: string;
  readonly to: string;
};

export const noSearch: AuditSearch = { who: '', verb: '', subject: '', connectionId: '', from: '', to: '' };

type Read = { readonly get: (name: string) => string | null };

/** What an address says; what it says wrongly is left out. */
export function readAuditSearch(search: Read): AuditSearch {
  const text = (name: string, max: number): string => (search.get(name) ?? '').slice(0, max);
  return {
    who: text('who', 320),
    verb: text('did', 64),
    subject: text('to', 128),
    connectionId: text('connection', 64),
    from: dayOf(search.get('from')),
    to: dayOf(search.get('until')),
  };
}

/** The other way round: `?who=ada%40example.com&from=2026-11-01`, empty where nothing is narrowed. */
export function writeAuditSearch({ who, verb, subject, connectionId, from, to }: AuditSearch): string {
  const search = new URLSearchParams();
  const said = { who: who.trim(), did: verb, to: subject, connection: connectionId, from, until: to };
  for (const [name, value] of Object.entries(said)) if (value !== '') search.set(name, value);
  const written = search.toString();
  return written === '' ? '' : `?${written}`;
}

export function isNarrowed(search: AuditSearch): boolean {
  return writeAuditSearch(search) !== '';
}

/** As the service takes it; days begin at midnight where the reader is. */
export function serviceFilter(search: AuditSearch, before?: number): AuditFilter {
  const { who, verb, subject, connectionId, from, to } = search;
  return {
    ...(who.trim() === '' ? {} : { who: who.trim() }),
    ...(verb === '' ? {} : { verb }),
    ...(subject === '' ? {} : { subject }),
    ...(connectionId === '' ? {} : { connectionId }),
    ...(from === '' ? {} : { since: Math.max(0, midnight(from, 0)) }),
    ...(to === '' ? {} : { until: Math.max(0, midnight(to, 1)) }),
    ...(before === undefined ? {} : { before }),
  };
}

function dayOf(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}

/** In milliseconds since 1970; a day can be longer or shorter than 24 hours. */
function midnight(day: string, daysLater: number): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).getTime();
}
