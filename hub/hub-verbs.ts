import type { Context } from '#lib/services/context.ts';
import type { AcknowledgedFrame, HelloFrame, RefusedFrame } from '#lib/wire/frames.ts';
import type { SignedSettings } from '#lib/wire/signed-settings.ts';

export type KnownConnector = {
  readonly connectorId: string;
  readonly connectionId: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly identityKey: string;
  readonly isRevoked: boolean;
};

export type Arrival = Pick<HelloFrame, 'hostName' | 'software' | 'running' | 'listener'> & {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly seenFrom: string;
};

export type Departure = { readonly connectorId: string; readonly connectionId: string; readonly at: number };

export type Answer = {
  readonly connectorId: string;
  readonly connectionId: string;
  readonly frame: AcknowledgedFrame | RefusedFrame;
  readonly at: number;
};

export type Published = {
  readonly revision: number;
  readonly signed: SignedSettings;
  readonly sealedKeys: ReadonlyMap<string, string>;
};

/** What the hub asks of services. */
export type HubVerbs = {
  readonly findConnector: (context: Context, connectorId: string) => Promise<KnownConnector | undefined>;
  readonly readPublished: (context: Context, connectionId: string) => Promise<Published | undefined>;
  readonly recordArrivals: (context: Context, arrivals: readonly Arrival[]) => Promise<void>;
  readonly recordDepartures: (context: Context, departures: readonly Departure[]) => Promise<void>;
  readonly recordAnswers: (context: Context, answers: readonly Answer[]) => Promise<void>;
};
