type ProblemWords = { readonly title: string; readonly sentence: string; readonly advice: string };

const beginAgain = 'Go back to the application you came from and begin there again.';

const words: Readonly<Record<string, ProblemWords>> = {
  'not-found': {
    title: 'This sign-in is over',
    sentence:
      'It took too long, was begun in another browser or window, or this browser keeps no cookies for this address.',
    advice: beginAgain,
  },
  'other-browser': {
    title: 'This sign-in belongs to another browser',
    sentence: 'The answer that came back is for a sign-in that this browser did not begin, so it was not taken.',
    advice: `${beginAgain} If you opened a link that somebody sent you, do not use it.`,
  },
  'unknown-request': {
    title: 'This sign-in is not known',
    sentence: 'The answer that came back belongs to no sign-in that is still open.',
    advice: beginAgain,
  },
  'wrong-receipt': {
    title: 'This answer was not taken',
    sentence: 'What your browser brought back does not fit what the connector said of it.',
    advice: beginAgain,
  },
  'not-answered': {
    title: 'The answer has not arrived',
    sentence: 'The connector sent your browser back, but has not said how it went.',
    advice: beginAgain,
  },
  'too-late': {
    title: 'This answer is too old',
    sentence: 'Your browser came back too long after the connector had answered.',
    advice: beginAgain,
  },
  'too-many-attempts': {
    title: 'Too many tries',
    sentence: 'There were too many tries in a short time.',
    advice: `Wait a few minutes. ${beginAgain}`,
  },
  unavailable: {
    title: 'Signing in is not possible right now',
    sentence: 'A part that is needed for it does not answer.',
    advice: `Try again in a few minutes. ${beginAgain}`,
  },
};

const unforeseen: ProblemWords = {
  title: 'This sign-in cannot go on',
  sentence: 'Something went wrong on the way.',
  advice: beginAgain,
};

/** What a person is told of a problem, by its code or by the name of a return that was not taken; the name comes from the address, and only known ones say anything. */
export function problemWords(why: string): ProblemWords {
  return Object.entries(words).find(([known]) => known === why)?.[1] ?? unforeseen;
}
