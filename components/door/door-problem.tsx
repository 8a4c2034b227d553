import { DoorFrame } from '#components/door/door-frame.tsx';
import { problemWords } from '#components/door/problem-words.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';

/** A sign-in that cannot go on: what is wrong, and what to do. `signInId` names one that this browser may go on with all the same. */
export function DoorProblem({ why, signInId }: { why: string; signInId?: string | undefined }) {
  const { title, sentence, advice } = problemWords(why);
  return (
    <DoorFrame connectionName={undefined} title={title}>
      <p className="text-pretty">{sentence}</p>
      {signInId === undefined ? (
        <p className="text-pretty text-muted">{advice}</p>
      ) : (
        <p>
          <a href={`/door/${signInId}/certificate`} className={buttonStyles({ variant: 'primary' })}>
            Go on with the sign-in
          </a>
        </p>
      )}
    </DoorFrame>
  );
}
