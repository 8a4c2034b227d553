import { stateLooks, stateOrder } from '#components/flow/state-look.ts';

/** What the shapes of the hops mean. */
export function FlowLegend() {
  return (
    <ul aria-label="States of a hop" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {[...stateOrder].reverse().map((state) => {
        const { icon: Icon, word, colour } = stateLooks[state];
        return (
          <li key={state} className="flex items-center gap-1">
            <Icon aria-hidden="true" className={`size-3.5 ${colour}`} />
            {word}
          </li>
        );
      })}
      <li className="flex items-center gap-1">
        <svg aria-hidden="true" width="22" height="8" className="text-faint">
          <path d="M0 4h22" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 3" />
        </svg>
        falls to the next method
      </li>
    </ul>
  );
}
