'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckAnswer, CheckQuestion } from '#components/audit/check-messages.ts';

export type AuditCheck = { readonly t: 'idle' } | CheckAnswer;

const insecure =
  'This page came over plain http, where browsers offer no cryptography, so nothing can be verified here. Open Gatehouse by https, or on its own machine by http://localhost.';
const stopped = 'The part of the page that verifies stopped, which says nothing about the log. Try again.';

/** Verifies the log in a worker of its own, which ends with its answer or when the page is left. */
export function useAuditCheck() {
  const [check, setCheck] = useState<AuditCheck>({ t: 'idle' });
  const running = useRef<Worker>(undefined);

  const end = useCallback(() => {
    running.current?.terminate();
    running.current = undefined;
  }, []);
  useEffect(() => end, [end]);

  const start = useCallback(
    (question: CheckQuestion) => {
      end();
      if (!globalThis.isSecureContext) {
        setCheck({ t: 'problem', message: insecure });
        return;
      }
      const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
      running.current = worker;
      setCheck({ t: 'progress', entries: 0, total: 0 });
      const settle = (answer: CheckAnswer) => {
        if (running.current !== worker) return;
        if (answer.t !== 'progress') end();
        setCheck(answer);
      };
      worker.addEventListener('message', ({ data }: MessageEvent<CheckAnswer>) => settle(data));
      for (const type of ['error', 'messageerror'] as const)
        worker.addEventListener(type, () => settle({ t: 'problem', message: stopped }));
      worker.postMessage(question);
    },
    [end],
  );

  const cancel = useCallback(() => {
    end();
    setCheck({ t: 'idle' });
  }, [end]);

  return { check, start, cancel };
}
