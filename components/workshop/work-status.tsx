import { Notice } from '#components/ui/notice.tsx';

/** What is being done, for those who do not see the button turn, and why it did not work. */
export function WorkStatus({ doing, problem }: { doing: string; problem: string | undefined }) {
  return (
    <>
      <p role="status" className="sr-only">
        {doing}
      </p>
      {problem !== undefined && <Notice tone="bad" title={problem} />}
    </>
  );
}
