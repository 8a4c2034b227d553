/** Why a method did not let somebody in, told twice: to the person at the door, and to administrators. */
export type SignInReason = {
  /** A few words, for lists and filters. */
  readonly title: string;
  /** What happened, in one sentence that tells a stranger nothing about who exists. */
  readonly sentence: string;
  /** What the person can try; empty where nothing helps. */
  readonly advice: string;
  /** What happened, for whoever reads the log. */
  readonly message: string;
  readonly remedy: string;
};

type Told = readonly [sentence: string, advice: string];

export function reason(title: string, person: Told, administrator: Told): SignInReason {
  const [sentence, advice] = person;
  const [message, remedy] = administrator;
  return { title, sentence, advice, message, remedy };
}
