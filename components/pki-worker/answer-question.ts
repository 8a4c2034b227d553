import { KeyNotHeld } from '#components/pki-worker/held-things.ts';
import type { PkiCalls } from '#components/pki-worker/pki-calls.ts';
import type { PkiAnswer, PkiQuestion } from '#components/pki-worker/pki-messages.ts';

/** Runs one call; whatever happens in it comes back as a value, so that no question stays open. */
export async function answerQuestion(desk: PkiCalls, { id, call, input }: PkiQuestion): Promise<PkiAnswer> {
  try {
    const run = desk[call] as (given: unknown) => Promise<unknown>;
    return { id, outcome: { ok: true, value: await run(input) } };
  } catch (cause) {
    if (cause instanceof KeyNotHeld)
      return { id, outcome: { ok: false, problem: { code: 'not-found', message: cause.message } } };
    console.error(cause);
    return {
      id,
      outcome: {
        ok: false,
        problem: {
          code: 'unexpected',
          message: `${purposes[call]} failed in this browser. Reload the page and try again.`,
        },
      },
    };
  }
}

const purposes: Record<PkiQuestion['call'], string> = {
  readFiles: 'Reading the files',
  arrangeSsl: 'Putting the certificate chain in order',
  judgeSettings: 'Checking the settings',
  readCertificatesOnly: 'Reading the files',
  judgePresented: 'Judging the certificate',
  sealKey: 'Sealing the key',
  forgetKeys: 'Forgetting the keys',
  planRepair: 'Looking the file through',
  orderBundle: 'Putting the certificates in order',
  writeFiles: 'Writing the file',
  keyKinds: 'Asking the browser for its kinds of keys',
  makeAuthority: 'Making the authority',
  makeCertificate: 'Making the certificate',
  makeRequest: 'Making the request',
};
