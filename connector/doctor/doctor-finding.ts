/** One check of the doctor. */
export type DoctorFinding = {
  /** The part that was looked at: `clock`, `directory ldaps://dc1.example.com`. */
  readonly part: string;
  readonly state: 'right' | 'warning' | 'wrong';
  /** What was found, in one sentence. */
  readonly text: string;
  /** What to do; absent where nothing is. */
  readonly remedy?: string;
};

export function right(part: string, text: string): DoctorFinding {
  return { part, state: 'right', text };
}

export function wrong(part: string, text: string, remedy: string): DoctorFinding {
  return { part, state: 'wrong', text, remedy };
}

export function warning(part: string, text: string, remedy: string): DoctorFinding {
  return { part, state: 'warning', text, remedy };
}

const marks: Record<DoctorFinding['state'], string> = { right: 'ok   ', warning: 'note ', wrong: 'WRONG' };

export function doctorText(findings: readonly DoctorFinding[]): string {
  const lines = findings.map(
    ({ part, state, text, remedy }) =>
      `${marks[state]}  ${part}: ${text}\n${remedy === undefined ? '' : `       → ${remedy}\n`}`,
  );
  const count = findings.filter(({ state }) => state === 'wrong').length;
  const sum = count === 0 ? 'Nothing is wrong.' : `${count === 1 ? 'One thing is' : `${count} things are`} wrong.`;
  return `${lines.join('')}\n${sum}\n`;
}
