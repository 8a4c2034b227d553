import type { Logger } from 'pino';
import type { KeyKeeper } from '#connector/keys/keep-keys.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { clockText, type GatehouseClock } from '#connector/link/gatehouse-clock.ts';
import type { QuestionLink } from '#connector/link/hub-session.ts';
import type { DryRunner } from '#connector/sign-in/dry-run/run-dry.ts';
import { unavailable } from '#connector/sign-in/ending.ts';
import { fitResult } from '#connector/sign-in/fit-result.ts';
import { usedOnce } from '#connector/sign-in/used-once.ts';
import type { SignBytes } from '#lib/wire/compact-jws.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import type { DryRunOutcome } from '#lib/wire/dry-run-report.ts';
import type { QuestionFrame } from '#lib/wire/frames.ts';
import { signKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';
import { openQuestion } from '#lib/wire/sealed-question.ts';
import { signDryRun } from '#lib/wire/signed-dry-run.ts';
import { signResult } from '#lib/wire/signed-result.ts';

export type AnswererParts = {
  readonly connectorId: string;
  readonly connectionId: string;
  /** With the identity key. */
  readonly sign: SignBytes;
  readonly gatehouseKey: CryptoKey;
  readonly directory: Pick<Directory, 'checkPassword'>;
  readonly dryRun: DryRunner;
  readonly keys: KeyKeeper;
  readonly clock: GatehouseClock;
  readonly log: Logger;
  /** Questions that are worked on at once; the others are told that the connector is busy. */
  readonly maxInWork?: number;
};

/** How long after its end a question can still be opened, see sealed-question.ts; it is remembered for as long. */
const graceMs = 60_000;

export type QuestionAnswerer = {
  readonly take: (frame: QuestionFrame, link: QuestionLink) => void;
  /** Resolves when nothing is being asked any more. */
  readonly settled: () => Promise<void>;
};

/** Answers each of Gatehouse's questions once, all of them beside one another. */
export function answerQuestions(parts: AnswererParts): QuestionAnswerer {
  const { clock, log, maxInWork = 256 } = parts;
  const used = usedOnce(clock.gatehouseNow);
  const inWork = new Set<Promise<void>>();

  async function say(id: string, outcome: MethodResult, link: QuestionLink): Promise<void> {
    const { connectorId: iss, connectionId, sign } = parts;
    const iat = Math.floor(clock.gatehouseNow() / 1000);
    const bound = { iss, connectionId, answers: id, method: 'password', iat, outcome: fitResult(outcome) } as const;
    const isSent = link.answer({ t: 'answer', id, signed: await signResult(bound, sign) });
    const facts = { question: id, result: outcome.result, ...('reason' in outcome ? { reason: outcome.reason } : {}) };
    if (isSent) log.info(facts, 'password question answered');
    else log.warn(facts, 'the link ended before a password question was answered');
  }

  function sayDryRun(id: string, outcome: DryRunOutcome, link: QuestionLink): void {
    const { connectorId: iss, connectionId, sign } = parts;
    const iat = Math.floor(clock.gatehouseNow() / 1000);
    const signed = signDryRun({ iss, connectionId, answers: id, iat, outcome }, sign);
    const isSent = link.answer({ t: 'answer', id, signed });
    const facts = { question: id, result: outcome.result };
    if (isSent) log.info(facts, 'dry run answered');
    else log.warn(facts, 'the link ended before a dry run was answered');
  }

  async function sayKeyRequest(id: string, outcome: KeyRequestOutcome, link: QuestionLink): Promise<void> {
    const { connectorId: iss, connectionId, sign, keys } = parts;
    const iat = Math.floor(clock.gatehouseNow() / 1000);
    const signed = signKeyRequest({ iss, connectionId, answers: id, iat, outcome }, sign);
    const isSent = link.answer({ t: 'answer', id, signed });
    const facts = { question: id, result: outcome.result, ...('reason' in outcome ? { reason: outcome.reason } : {}) };
    if (isSent) return log.info(facts, 'key request answered');
    log.warn(facts, 'the link ended before a key request was answered');
    // Nobody has its request, so nobody can ever have a certificate for it.
    if (outcome.result === 'made') await keys.answer({ kind: 'forget-key', spkiFingerprint: outcome.spkiFingerprint });
  }

  async function work(frame: QuestionFrame, link: QuestionLink): Promise<void> {
    const { connectorId, gatehouseKey, directory } = parts;
    const opened = await openQuestion(
      frame.sealed,
      { connectorId, at: clock.gatehouseNow() },
      { questionKey: link.questionKey, gatehouseKey },
    );
    if (opened === undefined || opened.id !== frame.id) {
      const detail = `The question is not for this connector and link, not signed by Gatehouse, or expired. ${clockText(clock)}`;
      return say(frame.id, { ...unavailable('question-unreadable', detail), steps: [] }, link);
    }
    const use = used.use(opened.id, opened.expiresAt + graceMs);
    if (use === 'again') return log.warn({ question: opened.id }, 'a question came again and is not answered');
    if (use === 'full') return say(frame.id, busy('Too many questions are open.'), link);
    const { question } = opened;
    if (question.kind === 'dry-run') return sayDryRun(opened.id, await runDry(parts.dryRun, question, log), link);
    if (question.kind === 'key-request' || question.kind === 'forget-key')
      return sayKeyRequest(opened.id, await takeKeyRequest(parts.keys, question, log), link);
    const { userName, password } = question;
    return say(opened.id, await check(directory, userName, password, log), link);
  }

  return {
    take: (frame, link) => {
      const answered =
        inWork.size >= maxInWork
          ? say(frame.id, busy(`${inWork.size} questions are being worked on.`), link)
          : work(frame, link);
      const done = answered
        .catch((cause: unknown) => log.error({ err: cause, question: frame.id }, 'a question could not be answered'))
        .finally(() => inWork.delete(done));
      inWork.add(done);
    },
    settled: async () => {
      await Promise.all(inWork);
    },
  };
}

function busy(detail: string): MethodResult {
  return { ...unavailable('connector-busy', detail), steps: [] };
}

async function check(
  directory: AnswererParts['directory'],
  userName: string,
  password: string,
  log: Logger,
): Promise<MethodResult> {
  try {
    return await directory.checkPassword(userName, password);
  } catch (cause) {
    // The name of the error alone: what a library writes into its messages is not for us to vouch for.
    const name = cause instanceof Error ? cause.name : 'unknown';
    log.error({ error: name }, 'a password could not be checked');
    return {
      ...unavailable('connector-failed', `The connector met an error it has no name for (${name}).`),
      steps: [],
    };
  }
}

async function runDry(dryRun: DryRunner, question: DryRunQuestion, log: Logger): Promise<DryRunOutcome> {
  try {
    return await dryRun(question);
  } catch (cause) {
    log.error({ err: cause }, 'a dry run met an error that has no name');
    const detail = 'The connector met an error it has no name for; its log has more.';
    return { result: 'unavailable', reason: 'connector-failed', detail };
  }
}

async function takeKeyRequest(
  keys: KeyKeeper,
  question: KeyRequestQuestion | ForgetKeyQuestion,
  log: Logger,
): Promise<KeyRequestOutcome> {
  try {
    return await keys.answer(question);
  } catch (cause) {
    // The name of the error alone: what a library writes about a key is not for us to vouch for.
    const name = cause instanceof Error ? cause.name : 'unknown';
    log.error({ error: name }, 'a key request met an error that has no name');
    const detail = `The connector met an error it has no name for (${name}).`;
    return { result: 'refused', reason: 'connector-failed', detail };
  }
}
