/*
 * Draws the rooms and the arrows between them, as the imports have them today, into docs/architecture.md.
 * `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

const begin = '<!-- drawn from the imports -->';
const end = '<!-- end of the drawing -->';
const page = fileURLToPath(new URL('../docs/architecture.md', import.meta.url));
const roots = ['app', 'components', 'lib', 'bus', 'hub', 'oidc', 'connector', 'server', 'server.ts'];

/** The room of a file: its first folder, or its second under lib and for components/ui. */
function roomOf(path: string): string | undefined {
  const [first = '', second = ''] = path.split('/');
  if (path === 'server.ts') return 'server.ts';
  if (!roots.includes(first) || /\.test(-support)?\.tsx?$/.test(path)) return undefined;
  if (first === 'lib') return `lib/${second}`;
  return first === 'components' && second === 'ui' ? 'components/ui' : first;
}

async function arrows(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { output } = await cruise(roots, {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      conditionNames: ['import'],
      exportsFields: ['exports'],
    },
  });
  const found = new Map<string, Set<string>>();
  for (const module of (output as ICruiseResult).modules) {
    const from = roomOf(module.source);
    if (from === undefined) continue;
    const targets = found.get(from) ?? new Set();
    found.set(from, targets);
    for (const dependency of module.dependencies) {
      const to = roomOf(dependency.resolved);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return found;
}

function draw(rooms: ReadonlyMap<string, ReadonlySet<string>>): string {
  const name = (room: string) => room.replaceAll(/[^a-z]/g, '_');
  const lines = ['```mermaid', 'flowchart TD'];
  for (const room of [...rooms.keys()].sort()) lines.push(`  ${name(room)}["${room}"]`);
  for (const [from, targets] of [...rooms].sort())
    for (const to of [...targets].sort()) lines.push(`  ${name(from)} --> ${name(to)}`);
  lines.push('```');
  return lines.join('\n');
}

const rooms = await arrows();
if (rooms.size < 8) throw new Error(`only ${rooms.size} rooms were seen: the cruiser is blind`);
const before = readFileSync(page, 'utf8');
const [head, rest] = before.split(begin);
const tail = rest?.split(end)[1];
if (head === undefined || tail === undefined) throw new Error('docs/architecture.md has lost the marks of the drawing');
const after = `${head}${begin}\n\n${draw(rooms)}\n\n${end}${tail}`;
if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('docs/architecture.md does not show the imports of today: run node script/draw-rooms.ts');
    process.exit(1);
  }
} else writeFileSync(page, after);
