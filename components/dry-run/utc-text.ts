/** `24 Nov 2026, 02:25 UTC`: the same in every time zone, for reports that travel. */
export function utcText(at: number): string {
  return `${format.format(at)} UTC`;
}

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
