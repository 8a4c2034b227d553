'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { noteAway, wasAwayAt } from '#components/door/away-note.ts';
import { holdWords } from '#components/door/door-words.ts';
import { leaveFor } from '#components/door/leave-for.ts';
import { SkipForm } from '#components/door/skip-form.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Spinner } from '#components/ui/spinner.tsx';
import type { DoorView } from '#lib/contracts/door.ts';

type HoldPanelProps = {
  signInId: string;
  step: Extract<DoorView['step'], { kind: 'connector' }>;
  /** Whether this browser left for the host a while ago and is not known to have come back. */
  isAway: boolean;
};

/** Waiting this long is worth a word. */
const slowMs = 3_000;

/**
 * Sends the whole page to the connector and stays until it answers; past the limit it stops the navigation and goes on to the next
 * method. Never a fetch, image or frame: those make Chrome ask for permission to look into the local network, navigations do not.
 */
export function HoldPanel({ signInId, step, isAway }: HoldPanelProps) {
  const { method, host, next, holdMs, wasSent } = step;
  // Undefined until the browser has told what it remembers.
  const [mayGo, setMayGo] = useState<boolean | undefined>(wasSent ? false : undefined);
  const [isSlow, setIsSlow] = useState(false);
  const skip = useRef<HTMLFormElement>(null);
  const go = useCallback(() => {
    setIsSlow(false);
    setMayGo(true);
  }, []);

  useEffect(() => {
    if (mayGo !== undefined) return;
    setMayGo(!(isAway && wasAwayAt(sessionStorage, host, Date.now())));
  }, [mayGo, isAway, host]);

  useEffect(() => {
    if (mayGo !== true) return;
    noteAway(sessionStorage, host, Date.now());
    return leaveFor(`/door/${signInId}/go`, {
      slowMs,
      holdMs,
      onSlow: () => setIsSlow(true),
      onOver: () => skip.current?.requestSubmit(),
      // Back out of the browser's memory, without an answer.
      onBack: () => setMayGo(false),
    });
  }, [mayGo, signInId, host, holdMs]);

  const { title, hint } = holdWords(method);
  if (mayGo === false)
    return (
      <div className="flex flex-col gap-4">
        <p role="status" className="text-pretty">
          Your browser was sent to <Host name={host} /> and brought no answer back. It may not be reachable from where
          you are.
        </p>
        <div className="flex flex-wrap gap-2">
          <button type="button" onClick={go} className={buttonStyles({ variant: 'primary' })}>
            Try again
          </button>
          <SkipForm signInId={signInId} method={method} next={next} failure="not-reachable" />
        </div>
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex flex-col gap-2">
        <p className="flex items-center gap-2.5 font-medium">
          <Spinner />
          {title} …
        </p>
        <p className="text-pretty text-muted">{hint}</p>
        {isSlow && (
          <p className="text-pretty text-muted">
            Still waiting for <Host name={host} />.
            {method === 'client-certificate' && ' A window of your browser or of your card reader may be open.'}
          </p>
        )}
      </div>
      {isSlow && next !== null && <SkipForm signInId={signInId} method={method} next={next} failure="chosen" />}
      <form ref={skip} method="post" action={`/door/${signInId}/skip`} hidden>
        <input type="hidden" name="method" value={method} />
        <input type="hidden" name="failure" value="not-reachable" />
      </form>
      <noscript>
        <div className="flex flex-wrap gap-2">
          <a href={`/door/${signInId}/go`} className={buttonStyles({ variant: 'primary' })}>
            Continue to {host}
          </a>
          <SkipForm
            signInId={signInId}
            method={method}
            next={next}
            failure={next === null ? 'not-reachable' : 'chosen'}
          />
        </div>
      </noscript>
    </div>
  );
}

function Host({ name }: { name: string }) {
  return <span className="font-mono text-[13px] break-all text-ink">{name}</span>;
}
