import { lengthText } from '#components/rollout/rollout-words.ts';
import { count } from '#components/words/count.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { WaveWishInput } from '#lib/contracts/rollout-plan.ts';
import { planWaves } from '#lib/fleet/plan-waves.ts';

type WavePictureProps = { connectors: readonly ConnectorView[]; wish: WaveWishInput };

/** The waves as they will go out, decided by the same function that will decide it then. */
export function WavePicture({ connectors, wish }: WavePictureProps) {
  const names = new Map(connectors.map(({ id, name }) => [id, name]));
  const waves = planWaves([...names.keys()], wish);
  let before = 0;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">
        {count(waves.length, 'wave')}, {lengthText(wish.healthyForMs)} after each
      </p>
      <ol aria-label="Waves" className="flex flex-col gap-1.5">
        {waves.map((wave, at) => {
          const from = before;
          before += wave.length;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a wave is its number.
            <li key={at} className="grid grid-cols-[auto_1fr] items-center gap-x-3">
              <span className="w-14 text-muted">Wave {at + 1}</span>
              <span className="flex min-w-0 flex-col gap-0.5">
                <span aria-hidden="true" className="flex h-2 overflow-hidden rounded-sm bg-sunken">
                  <span style={{ width: `${(100 * from) / connectors.length}%` }} className="bg-accent/25" />
                  <span
                    style={{ width: `${(100 * wave.length) / connectors.length}%` }}
                    className="min-w-1 bg-accent"
                  />
                </span>
                <span className="min-w-0 text-xs break-words text-muted">{membersText(wave, names)}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** A few by name, many by number. */
function membersText(wave: readonly string[], names: ReadonlyMap<string, string>): string {
  const shown = wave.slice(0, 4).map((id) => names.get(id) ?? id);
  const left = wave.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left.toLocaleString('en')} more`;
}
