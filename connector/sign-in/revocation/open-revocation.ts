import type { JudgingRules } from '#connector/front/read-rules.ts';
import { answerSourcesOf, issuedAuthorities, listSourcesOf } from '#connector/sign-in/revocation/authority-sources.ts';
import { boardRows } from '#connector/sign-in/revocation/board-rows.ts';
import { type GatherEvidence, gatherEvidence } from '#connector/sign-in/revocation/gather-evidence.ts';
import { keepAnswers } from '#connector/sign-in/revocation/keep-answers.ts';
import type { FreshTimes } from '#connector/sign-in/revocation/keep-fresh.ts';
import { keepLists } from '#connector/sign-in/revocation/keep-lists.ts';
import { isSameSource } from '#connector/sign-in/revocation/revocation-plan.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { RevocationFrame } from '#lib/wire/frames.ts';
import { fitBoard, type RevocationBoard } from '#lib/wire/revocation-board.ts';

export type RevocationParts = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** False where nobody heard it. */
  readonly send: (frame: RevocationFrame) => boolean;
  /** What the board says has changed, whoever hears it. */
  readonly onChange: () => void;
  readonly onFault: (cause: unknown) => void;
  readonly times?: FreshTimes;
  /** Changes within this time are told together. */
  readonly tellEveryMs?: number;
};

/** What this connector knows of revocation: for those who sign in, and for the board of the console. */
export type Revocation = {
  readonly gather: GatherEvidence;
  /** From now on these count; what they name is looked up at once, before anybody signs in. */
  readonly serve: (rules: JudgingRules | undefined) => void;
  readonly board: () => RevocationBoard;
  /** Tells Gatehouse what changed since it was told last; all of it to a link that is new. */
  readonly tell: (isNewLink: boolean) => void;
  readonly close: () => void;
};

export function openRevocation(parts: RevocationParts): Revocation {
  const { now, send, onChange, onFault, times, tellEveryMs = 1_000 } = parts;
  const shared = { now, onChange: tellSoon, ...(times === undefined ? {} : { times }) };
  const lists = keepLists({ ...shared, authorities: () => serving?.authorities ?? [] });
  const answers = keepAnswers(shared);
  let serving: JudgingRules | undefined;
  let told = '';
  let seen = '';
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function tellSoon(): void {
    if (isClosed) return;
    timer ??= setTimeout(() => tell(false), tellEveryMs);
  }

  function board(): RevocationBoard {
    if (serving === undefined) return { rows: [], left: 0 };
    const { authorities, revocation: plan } = serving;
    return fitBoard(boardRows({ authorities, plan, lists: lists.all(), answers: answers.all(), at: now() }));
  }

  function tell(isNewLink: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    const now = board();
    const text = JSON.stringify(now);
    if (text !== seen) {
      seen = text;
      onChange();
    }
    if ((isNewLink || text !== told) && send({ t: 'revocation', ...now })) told = text;
  }

  async function learn(rules: JudgingRules): Promise<void> {
    const { authorities, revocation: plan } = rules;
    const issued = await issuedAuthorities(authorities);
    if (serving !== rules || isClosed) return;
    lists.know(listSourcesOf(authorities, issued, plan));
    answers.know(answerSourcesOf(issued, plan));
  }

  return {
    gather: gatherEvidence({ lists, answers }),
    serve: (rules) => {
      if (rules?.rulesId === serving?.rulesId) return;
      const before = serving?.revocation;
      serving = rules;
      const kept = new Set(rules?.authorities.map(({ spkiFingerprint }) => spkiFingerprint));
      const isGone = ({ issuer }: { readonly issuer: Certificate }) => {
        if (!kept.has(issuer.spkiFingerprint) || rules === undefined) return true;
        const { mode, source } = rules.revocation.ruleOf(issuer);
        // Where it is asked elsewhere now, what the former places said is no longer asked for.
        return mode === 'off' || (before !== undefined && !isSameSource(before.ruleOf(issuer).source, source));
      };
      lists.forget(isGone);
      answers.forget(isGone);
      if (rules !== undefined) learn(rules).catch(onFault);
      tellSoon();
    },
    board,
    tell,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      lists.close();
      answers.close();
    },
  };
}
