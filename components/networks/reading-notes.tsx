import type { NetworkReading } from '#lib/flow/read-networks.ts';

/** What was understood of a typed block beyond its letters, or why it was not. */
export function ReadingNotes({ reading }: { reading: NetworkReading }) {
  return (
    <>
      {reading.problem !== undefined && <p className="text-bad">{reading.problem.message}</p>}
      {reading.notes.map((note) => (
        <p key={note.code} className="text-muted">
          {note.message}
        </p>
      ))}
    </>
  );
}
