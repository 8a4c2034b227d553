import type { Context } from '#lib/services/context.ts';
import type { findConnector } from '#lib/services/find-connector.ts';
import type { readPublished } from '#lib/services/read-published.ts';
import type { recordAnswers } from '#lib/services/record-answers.ts';
import type { recordArrivals } from '#lib/services/record-arrivals.ts';
import type { recordDepartures } from '#lib/services/record-departures.ts';

/**
 * Takes a signed result for the sign-in request it answers; resolves with whether it was taken. True at most once for a request:
 * the hub lets a connector send as many assertions as are taken.
 */
export type RecordAssertion = (
  ctx: Context,
  input: {
    readonly connectorId: string;
    readonly connectionId: string;
    readonly requestId: string;
    readonly signed: string;
  },
) => Promise<boolean>;

/** What the hub asks of services. */
export type HubVerbs = {
  readonly findConnector: typeof findConnector;
  readonly readPublished: typeof readPublished;
  readonly recordArrivals: typeof recordArrivals;
  readonly recordDepartures: typeof recordDepartures;
  readonly recordAnswers: typeof recordAnswers;
  readonly recordAssertion: RecordAssertion;
};
