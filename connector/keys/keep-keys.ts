import type { Logger } from 'pino';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { HeldKeyFiles } from '#connector/keys/held-key-files.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { issueServerRequest } from '#lib/pki/issue/issue-server-request.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';

export type KeyKeeperParts = {
  readonly files: HeldKeyFiles;
  /** Of the key that is served with at this moment, undefined where none of these is. */
  readonly servedKey: () => Promise<string | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  /** Keys whose certificate never came. */
  readonly mostWaiting?: number;
  /** Questions that wait for the one before. */
  readonly mostInWork?: number;
};

export type KeyKeeper = {
  /** Answers once the key is on the disk, or gone from it. */
  readonly answer: (question: KeyRequestQuestion | ForgetKeyQuestion) => Promise<KeyRequestOutcome>;
};

/** Makes keys, keeps them on this machine, and forgets them: one at a time, so that no two take the last place. */
export function keepKeys(parts: KeyKeeperParts): KeyKeeper {
  const { mostInWork = 8 } = parts;
  let last: Promise<unknown> = Promise.resolve();
  let inWork = 0;
  return {
    answer: async (question) => {
      if (inWork >= mostInWork) return refused('connector-busy', `${inWork} keys are being made or deleted.`);
      inWork += 1;
      const turn = last.then(() => (question.kind === 'forget-key' ? forget(question, parts) : make(question, parts)));
      last = turn.catch(() => {});
      return turn.finally(() => {
        inWork -= 1;
      });
    },
  };
}

async function make(question: KeyRequestQuestion, parts: KeyKeeperParts): Promise<KeyRequestOutcome> {
  const { files, mostWaiting = 10, now, log } = parts;
  let waiting: readonly string[];
  try {
    waiting = await files.waiting();
  } catch (cause) {
    return refused('not-written', `Its data folder cannot be read: ${reasonOf(cause)}. No key was made.`);
  }
  if (waiting.length >= mostWaiting)
    return refused(
      'too-many-held-keys',
      `It holds ${waiting.length} keys whose certificate never came. Forget requests that nobody waits for; what is not listed is a file in its data folder that ends in .new.pem, and may be deleted there.`,
    );
  const key = await generateKeyPair(question.keyKind);
  try {
    const request = await issueServerRequest(question, key);
    const spkiFingerprint = await sha256Hex(key.spki);
    try {
      await files.write(spkiFingerprint, key.pkcs8, noteOf(question, now()));
    } catch (cause) {
      log.error({ reason: reasonOf(cause) }, 'a key could not be written');
      const detail = `Its data folder cannot be written: ${reasonOf(cause)}. No key was kept. Check free space and rights of the folder.`;
      return refused('not-written', detail);
    }
    log.info({ key: spkiFingerprint, host: question.hosts[0]?.value }, 'a key was made for a certificate request');
    return { result: 'made', request: toBase64(request), spkiFingerprint };
  } finally {
    key.pkcs8.fill(0);
  }
}

async function forget({ spkiFingerprint }: ForgetKeyQuestion, parts: KeyKeeperParts): Promise<KeyRequestOutcome> {
  const { files, servedKey, log } = parts;
  if ((await servedKey()) === spkiFingerprint)
    return refused('key-in-use', 'It serves with this key. Publish another SSL certificate first.');
  try {
    await files.remove(spkiFingerprint);
  } catch (cause) {
    return refused('not-deleted', `The file of the key cannot be deleted: ${reasonOf(cause)}.`);
  }
  log.info({ key: spkiFingerprint }, 'a key was forgotten');
  return { result: 'forgotten' };
}

/** Stands above the key in its file, for whoever looks at it (RFC 7468 section 2 lets text stand there). */
function noteOf({ hosts, keyKind }: KeyRequestQuestion, at: number): string {
  const names = hosts.map(({ value }) => value).join(', ');
  return `${keyKind} key made by gatehouse-connector on ${new Date(at).toISOString()} for a certificate of ${names.slice(0, 1_000)}`;
}

function refused(reason: string, detail: string): KeyRequestOutcome {
  return { result: 'refused', reason, detail: detail.slice(0, 500) };
}
