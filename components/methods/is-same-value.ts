/** Whether two parts of the settings say the same; the database gives the fields of an object back in another order. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  // A field that is undefined is one that is not there.
  return [...new Set([...left.keys(), ...right.keys()])].every((name) => isSameValue(left.get(name), right.get(name)));
}
