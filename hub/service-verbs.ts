import type { HubVerbs } from '#hub/hub-verbs.ts';
import { findConnector } from '#lib/services/find-connector.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { recordAnswers } from '#lib/services/record-answers.ts';
import { recordArrivals } from '#lib/services/record-arrivals.ts';
import { recordDepartures } from '#lib/services/record-departures.ts';
import { recordRevocation } from '#lib/services/record-revocation.ts';
import { recordAssertion } from '#lib/services/sign-in/record-assertion.ts';

export const serviceVerbs: HubVerbs = {
  findConnector,
  readPublished,
  recordArrivals,
  recordDepartures,
  recordAnswers,
  recordRevocation,
  recordAssertion,
};
