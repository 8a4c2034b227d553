/** One figure, and what it is held against in the same run. */
export type BenchRow = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The peer or limit, and under which conditions it was measured where they differ. */
  readonly against: string;
  /** How many times better than `against`: above 1 is better, whatever the unit. */
  readonly ratio: number;
  readonly aim: string;
};
