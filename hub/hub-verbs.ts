import type { findConnector } from '#lib/services/find-connector.ts';
import type { readPublished } from '#lib/services/read-published.ts';
import type { recordAnswers } from '#lib/services/record-answers.ts';
import type { recordArrivals } from '#lib/services/record-arrivals.ts';
import type { recordDepartures } from '#lib/services/record-departures.ts';
import type { recordRevocation } from '#lib/services/record-revocation.ts';
import type { recordAssertion } from '#lib/services/sign-in/record-assertion.ts';

/** What the hub asks of services. */
export type HubVerbs = {
  readonly findConnector: typeof findConnector;
  readonly readPublished: typeof readPublished;
  readonly recordArrivals: typeof recordArrivals;
  readonly recordDepartures: typeof recordDepartures;
  readonly recordAnswers: typeof recordAnswers;
  readonly recordRevocation: typeof recordRevocation;
  readonly recordAssertion: typeof recordAssertion;
};
