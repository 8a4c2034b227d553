/** What brings texts from process to process: the part of a bus that has adapters. */
export type Carrier = {
  /** Rejects with BusFailure where the text may not arrive; it then also sees to it that the others hear of a gap. */
  readonly send: (topic: string, body: string) => Promise<void>;
  /** Resolves once texts of the topic arrive. */
  readonly listen: (topic: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Where a carrier brings what arrives. */
export type Receiver = {
  readonly take: (topic: string, body: string) => void;
  /** Some may be missing. */
  readonly miss: () => void;
};

export type OpenCarrier = (receiver: Receiver, log: CarrierLog) => Promise<Carrier>;

export type CarrierLog = {
  readonly info: (fields: Record<string, unknown>, message: string) => void;
  readonly warn: (fields: Record<string, unknown>, message: string) => void;
  readonly error: (fields: Record<string, unknown>, message: string) => void;
};
