import type { SignInFilter } from '#lib/contracts/sign-in.ts';
import { type Method, methods } from '#lib/flow/flow-settings.ts';

/** The filters as they stand in the address of the page. */
export type LogFilter = {
  readonly connectionId: string;
  readonly state: '' | 'signed-in' | 'refused' | 'open';
  readonly method: '' | Method;
  /** The name of a reason. */
  readonly reason: string;
  readonly text: string;
  readonly period: '' | keyof typeof periods;
};

const hourMs = 3_600_000;
export const periods = { '1h': hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs, '30d': 30 * 24 * hourMs } as const;
export const periodNames = {
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
} as const;

const states = ['signed-in', 'refused', 'open'] as const;

export const noFilter: LogFilter = { connectionId: '', state: '', method: '', reason: '', text: '', period: '' };

type Read = { readonly get: (name: string) => string | null };

/** What an address says; what it says wrongly is left out. */
export function readLogFilter(search: Read): LogFilter {
  const text = (name: string, max: number): string => (search.get(name) ?? '').slice(0, max);
  return {
    connectionId: text('connection', 64),
    state: oneOf(states, search.get('result')) ?? '',
    method: oneOf(methods, search.get('method')) ?? '',
    reason: text('reason', 60),
    text: text('text', 200),
    period: oneOf(['1h', '24h', '7d', '30d'], search.get('since')) ?? '',
  };
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | undefined {
  return values.find((value) => value === text);
}

/** The other way round: `?result=refused&since=24h`, empty where nothing is narrowed. */
export function writeLogFilter({ connectionId, state, method, reason, text, period }: LogFilter): string {
  const search = new URLSearchParams();
  const said = { connection: connectionId, result: state, method, reason, text: text.trim(), since: period };
  for (const [name, value] of Object.entries(said)) if (value !== '') search.set(name, value);
  const written = search.toString();
  return written === '' ? '' : `?${written}`;
}

export function isNarrowed(filter: LogFilter): boolean {
  return writeLogFilter({ ...filter, connectionId: '' }) !== '';
}

export type LogCursor = { readonly startedAt: number; readonly id: string };

/** As the service takes it. `now` in milliseconds since 1970. */
export function serviceFilter(filter: LogFilter, now: number, before?: LogCursor): SignInFilter {
  const { connectionId, state, method, reason, period } = filter;
  const text = filter.text.trim();
  return {
    ...(connectionId === '' ? {} : { connectionId }),
    ...(state === '' ? {} : { state }),
    ...(method === '' ? {} : { method }),
    ...(reason === '' ? {} : { reason }),
    ...(text === '' ? {} : { text }),
    ...(period === '' ? {} : { since: now - periods[period] }),
    ...(before === undefined ? {} : { before }),
  };
}
