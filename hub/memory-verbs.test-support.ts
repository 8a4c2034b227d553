import { EventEmitter, once } from 'node:events';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { KnownConnector } from '#lib/services/find-connector.ts';
import type { Published } from '#lib/services/read-published.ts';
import type { Answer } from '#lib/services/record-answers.ts';
import type { Arrival } from '#lib/services/record-arrivals.ts';
import type { Departure } from '#lib/services/record-departures.ts';
import type { RevocationReport } from '#lib/services/record-revocation.ts';

/** Services that remember in memory what the hub told them; each record can be awaited. */
export class MemoryVerbs implements HubVerbs {
  readonly connectors = new Map<string, KnownConnector>();
  readonly published = new Map<string, Published>();
  readonly arrivals: (readonly Arrival[])[] = [];
  readonly departures: (readonly Departure[])[] = [];
  readonly answers: (readonly Answer[])[] = [];
  readonly boards: (readonly RevocationReport[])[] = [];
  readonly calls = { findConnector: 0, readPublished: 0 };
  readonly #told = new EventEmitter();
  readonly assertions: Parameters<HubVerbs['recordAssertion']>[1][] = [];
  /** What comes of an assertion. */
  takeAssertion: HubVerbs['recordAssertion'] = async () => true;
  /** Runs before a connector is found; for what happens meanwhile. */
  beforeFinding: () => Promise<void> = async () => {};
  /** Runs before anything is recorded; for failures. */
  beforeRecording: () => Promise<void> = async () => {};

  readonly findConnector: HubVerbs['findConnector'] = async (_context, connectorId) => {
    this.calls.findConnector += 1;
    const found = this.connectors.get(connectorId);
    await this.beforeFinding();
    return found;
  };

  readonly readPublished: HubVerbs['readPublished'] = async (_context, connectionId) => {
    this.calls.readPublished += 1;
    return this.published.get(connectionId);
  };

  readonly recordArrivals: HubVerbs['recordArrivals'] = (_context, entries) => this.#record(this.arrivals, entries);
  readonly recordDepartures: HubVerbs['recordDepartures'] = (_context, entries) =>
    this.#record(this.departures, entries);
  readonly recordAnswers: HubVerbs['recordAnswers'] = (_context, entries) => this.#record(this.answers, entries);
  readonly recordRevocation: HubVerbs['recordRevocation'] = (_context, entries) => this.#record(this.boards, entries);

  readonly recordAssertion: HubVerbs['recordAssertion'] = (context, input) => {
    this.assertions.push(input);
    this.#told.emit('recorded');
    return this.takeAssertion(context, input);
  };

  async #record<Entry>(records: (readonly Entry[])[], entries: readonly Entry[]): Promise<void> {
    await this.beforeRecording();
    records.push(entries);
    this.#told.emit('recorded');
  }

  /** Waits until what was recorded is as asked. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await once(this.#told, 'recorded');
  }
}
