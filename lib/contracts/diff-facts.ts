export type FactChange = { readonly path: string; readonly before?: string; readonly after?: string };

/** More are not read by anybody; the export has them all. */
const mostChanges = 200;
const deepest = 8;

/** Two values field by field, by where each stands (`networks[2].label`): only what is different, as text. */
export function diffFacts(before: unknown, after: unknown): { changes: FactChange[]; isCut: boolean } {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const changes: FactChange[] = [];
  for (const path of new Set([...was.keys(), ...is.keys()])) {
    const [old, fresh] = [was.get(path), is.get(path)];
    if (old === fresh) continue;
    if (changes.length === mostChanges) return { changes, isCut: true };
    changes.push({
      path,
      ...(old === undefined ? {} : { before: old }),
      ...(fresh === undefined ? {} : { after: fresh }),
    });
  }
  return { changes, isCut: false };
}

function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  collect(value, '', 0, leaves);
  return leaves;
}

function collect(value: unknown, path: string, level: number, leaves: Map<string, string>): void {
  if (value === null || value === undefined) {
    if (path !== '' && value === null) leaves.set(path, 'none');
    return;
  }
  const inner = typeof value === 'object' ? Object.entries(value) : [];
  if (inner.length === 0 || level === deepest) {
    leaves.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    return;
  }
  for (const [name, one] of inner) {
    const step = Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`;
    collect(one, `${path}${step}`, level + 1, leaves);
  }
}
