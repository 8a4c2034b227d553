/*
 * Remembers for this tab that it left for a host. Where that host cannot be reached the browser shows a page of its own, and its Back
 * may lead past the door to the application, which begins again: this tab must not be sent into the same wall unasked.
 */

const key = 'gatehouse-away';
/** Past this a connector that did not answer may well answer again. */
const longestMs = 10 * 60_000;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

export function noteAway(store: Store, host: string, now: number): void {
  store.setItem(key, JSON.stringify({ host, at: now }));
}

export function wasAwayAt(store: Store, host: string, now: number): boolean {
  try {
    const note: unknown = JSON.parse(store.getItem(key) ?? 'null');
    if (typeof note !== 'object' || note === null) return false;
    const [where, at]: unknown[] = [Reflect.get(note, 'host'), Reflect.get(note, 'at')];
    return where === host && typeof at === 'number' && now - at < longestMs && at <= now;
  } catch {
    return false;
  }
}
