import { boardAnswerOf, boardRowsOf, failureOf } from '#components/connectors/board-words.ts';
import type { HopReadiness } from '#components/flow/readiness.ts';
import { count } from '#components/words/count.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { Settings } from '#lib/contracts/settings.ts';

type Given = {
  readonly settings: Pick<Settings, 'revocation'>;
  readonly connectors: readonly ConnectorView[];
  /** The revision shown; absent where the draft is, which connectors cannot tell about yet. */
  readonly revision: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Whether what the settings ask about revocation can be had now: what connectors tell of it counts more than what is wished. */
export function revocationReadiness(given: Given): HopReadiness {
  const { mode, authorities = [] } = given.settings.revocation;
  const asked = authorities.filter((one) => one.mode !== 'off');
  if (mode === 'off' && asked.length === 0)
    return {
      state: 'unchecked',
      short: 'not looked up',
      text: 'Revoked certificates are not looked up.',
      tab: 'methods',
    };
  return troubleOf(given) ?? wishedFor(mode, asked.length);
}

function wishedFor(mode: Settings['revocation']['mode'], asked: number): HopReadiness {
  const tab = 'methods';
  if (mode === 'off') {
    const text = `Only certificates of ${count(asked, 'authority', 'authorities')} are looked up, others are not.`;
    return { state: 'ready', short: 'some looked up', text, tab };
  }
  const without = mode === 'fail-open' ? 'lets people in' : 'lets nobody in';
  return {
    state: 'ready',
    short: mode === 'fail-open' ? 'fail open' : 'fail closed',
    text: `Connectors look certificates up in their authorities’ revocation lists; a list that cannot be had ${without}.`,
    tab,
  };
}

function troubleOf({ connectors, revision, now }: Given): HopReadiness | undefined {
  const rows = boardRowsOf(connectors);
  const { tone, title } = boardAnswerOf(rows, now);
  if (tone !== 'bad' && tone !== 'attention') return undefined;
  const tab = 'connectors';
  if (revision === undefined) {
    // The draft may ask otherwise, or elsewhere.
    return { state: 'attention', short: 'see the board', text: `With the settings that run: ${title}.`, tab };
  }
  if (tone === 'attention') return { state: 'attention', short: 'list ends', text: `${title}.`, tab };
  const required = rows.filter(({ isOnline, mode }) => isOnline && mode === 'fail-closed');
  const isEverywhere = required.every((row) => failureOf(row, now)?.tone === 'bad');
  return { state: isEverywhere ? 'blocked' : 'attention', short: 'no list', text: `${title}.`, tab };
}
