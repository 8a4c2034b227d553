import type { AskDryRun } from '#lib/contracts/dry-run.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { authoritiesThatMatter } from '#lib/services/dry-run/authorities-that-matter.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import { maxSealedQuestionLength } from '#lib/wire/limits.ts';

/** What is encrypted around a question, in characters. */
const sealingLength = 2_000;
/** base64 makes four characters of three. */
const maxQuestionLength = Math.floor(((maxSealedQuestionLength - sealingLength) * 3) / 4);

/** The question as connectors take it; of a draft only what decides about these certificates goes with it. */
export async function dryRunQuestion(
  { presented, at, userName, settings }: AskDryRun,
  draft: Settings,
): Promise<Outcome<DryRunQuestion>> {
  const question: DryRunQuestion = {
    kind: 'dry-run',
    presented,
    ...(at === undefined ? {} : { at }),
    ...(userName === undefined ? {} : { userName }),
    settings:
      settings === 'running' ? { from: 'running' } : { from: 'given', deciding: await deciding(presented, draft) },
  };
  const { length } = new TextEncoder().encode(JSON.stringify(question));
  if (length <= maxQuestionLength) return success(question);
  return failure(
    'too-large',
    `The certificates and the part of the draft that decides about them have ${Math.ceil(length / 1024)} KiB; a connector takes ${Math.floor(maxQuestionLength / 1024)} at once. Present fewer certificates, or publish the draft and ask about the running settings.`,
  );
}

async function deciding(presented: readonly string[], draft: Settings) {
  const { mapping, mappingStrength, trust, revocation } = draft;
  const caCertificates = await authoritiesThatMatter(presented, draft.caCertificates);
  return { caCertificates, trust, mapping, mappingStrength, revocation };
}
