import type { WaveWishInput } from '#lib/contracts/rollout-plan.ts';

/** How a revision is to go out, as it stands in the form. */
export type WaveChoice = {
  readonly order: 'all' | 'waves';
  readonly canary: readonly string[];
  /** As typed: `10 50`. */
  readonly shares: string;
  readonly healthyForMs: number;
  readonly onFailure: WaveWishInput['onFailure'];
};

export const firstChoice: WaveChoice = {
  order: 'all',
  canary: [],
  shares: '50',
  healthyForMs: 120_000,
  onFailure: 'stop',
};

/** How long a connector may take to answer; one on a slow line needs seconds, not minutes. */
const patienceMs = 60_000;

/** Shares of one connector are no use, so they count from two others on. */
export function readChoice(
  choice: WaveChoice,
): { readonly ok: true; readonly wish: WaveWishInput | undefined } | { readonly ok: false; readonly sentence: string } {
  if (choice.order === 'all') return { ok: true, wish: undefined };
  if (choice.canary.length === 0)
    return { ok: false, sentence: 'Choose at least one connector that takes the revision first.' };
  const words = choice.shares.split(/[\s,;%]+/).filter((word) => word !== '');
  const shares = words.map((word) => (/^\d{1,2}$/.test(word) ? Number(word) : 0));
  const isRising = shares.every((share, at) => share > (shares[at - 1] ?? 0));
  if (!isRising || shares.length > 10)
    return { ok: false, sentence: 'Write at most ten shares as rising whole percents below 100, for example 10 50.' };
  const { canary, healthyForMs, onFailure } = choice;
  return { ok: true, wish: { canary: [...canary], shares, healthyForMs, patienceMs, onFailure } };
}
