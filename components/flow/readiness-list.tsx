import Link from 'next/link';
import type { FlowReadiness } from '#components/flow/readiness.ts';
import { stateLooks, stateOrder } from '#components/flow/state-look.ts';
import type { FlowDiagram, HopKind } from '#lib/flow/flow-diagram.ts';

type ReadinessListProps = { diagram: FlowDiagram; readiness: FlowReadiness; connectionId: string };

/** Every kind of hop that somebody passes through, the troubled ones first, each with its reason in a sentence. */
export function ReadinessList({ diagram, readiness, connectionId }: ReadinessListProps) {
  const titles = new Map<HopKind, string>();
  for (const lane of diagram.lanes)
    for (const hop of lane.steps.flatMap((step) => step.hops)) titles.set(hop.kind, hop.title);
  const hops = [...titles].flatMap(([kind, title]) => {
    const value = readiness[kind];
    return value === undefined ? [] : [{ kind, title, ...value }];
  });
  hops.sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state));
  return (
    <ul aria-label="Readiness of each hop" className="flex flex-col gap-1.5">
      {hops.map(({ kind, title, state, text, tab }) => {
        const { icon: Icon, word, colour } = stateLooks[state];
        return (
          <li key={kind} className="flex items-start gap-2">
            <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${colour}`} />
            <span className="min-w-0 text-pretty">
              <span className="font-medium">{title}:</span> {text}{' '}
              {tab !== undefined && state !== 'ready' && (
                <Link
                  href={`/connections/${connectionId}/${tab}`}
                  className="whitespace-nowrap text-accent-strong underline"
                >
                  Open {tab}
                </Link>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
