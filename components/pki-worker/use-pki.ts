'use client';

import { useEffect } from 'react';
import { type PkiClient, pkiClient } from '#components/pki-worker/pki-client.ts';

let client: PkiClient | undefined;
let users = 0;

/** The page's one worker for certificates. It ends, and the keys with it, when the last part of the page that uses it is left. */
export function usePki(): PkiClient['ask'] {
  useEffect(() => {
    users += 1;
    return () => {
      users -= 1;
      if (users > 0) return;
      // Parts of one page come and go together; the next one may be about to begin.
      setTimeout(() => {
        if (users > 0) return;
        client?.end();
        client = undefined;
      }, 0);
    };
  }, []);
  return ask;
}

const ask: PkiClient['ask'] = (call, input) => {
  // Browsers give WebCrypto to https and to the machine itself only.
  if (!globalThis.isSecureContext)
    return Promise.resolve({ ok: false, problem: { code: 'unavailable', message: insecure } });
  client ??= pkiClient(() => new Worker(new URL('./pki-worker.ts', import.meta.url), { type: 'module' }));
  return client.ask(call, input);
};

const insecure =
  'This page came over plain http, where browsers offer no cryptography, so certificates cannot be read here. Open Gatehouse by https, or on its own machine by http://localhost.';
