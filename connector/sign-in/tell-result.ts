import { hash, randomBytes } from 'node:crypto';
import type { GatehouseClock } from '#connector/link/gatehouse-clock.ts';
import type { Deliveries, Delivery } from '#connector/sign-in/deliver-assertions.ts';
import { fitResult } from '#connector/sign-in/fit-result.ts';
import type { SignBytes } from '#lib/wire/compact-jws.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';
import type { SignInRequest } from '#lib/wire/sign-in-request.ts';
import { signResult } from '#lib/wire/signed-result.ts';

export type Told = { readonly delivery: Delivery; readonly receipt: string };

/** Signs what came of a request and brings it to Gatehouse; the receipt is for the browser, Gatehouse gets its hash. */
export type TellResult = (request: Pick<SignInRequest, 'jti' | 'method'>, result: MethodResult) => Promise<Told>;

export type TellerParts = {
  readonly connectorId: string;
  readonly connectionId: string;
  /** With the identity key. */
  readonly sign: SignBytes;
  readonly clock: Pick<GatehouseClock, 'gatehouseNow'>;
  readonly deliver: Deliveries['deliver'];
};

export function tellResults({ connectorId, connectionId, sign, clock, deliver }: TellerParts): TellResult {
  return async ({ jti, method }, result) => {
    const receipt = randomBytes(32).toString('base64url');
    const bound = {
      iss: connectorId,
      connectionId,
      answers: jti,
      method,
      receiptHash: hash('sha256', receipt, 'hex'),
      iat: Math.floor(clock.gatehouseNow() / 1000),
      outcome: fitResult(result),
    };
    const signed = await signResult(bound, sign);
    return { receipt, delivery: await deliver({ t: 'assertion', request: jti, signed }) };
  };
}
