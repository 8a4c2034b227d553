/** Milliseconds since 1970 of what a datetime-local input holds, in this browser's time zone; undefined for empty or half typed. */
export function momentOfLocal(text: string): number | undefined {
  if (text === '') return undefined;
  const at = new Date(text).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at;
}

/** The other way round, to the minute or, where there are any, to the second. */
export function localOfMoment(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.getSeconds() === 0 ? `${day}T${time}` : `${day}T${time}:${two(date.getSeconds())}`;
}
