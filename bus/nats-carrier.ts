import { connect, type NatsConnection } from '@nats-io/transport-node';
import { BusFailure, maxBodyBytes } from '#bus/bus.ts';
import type { CarrierLog, OpenCarrier, Receiver } from '#bus/carrier.ts';
import { createGapDebt } from '#bus/gap-debt.ts';

export type NatsCarrierOptions = {
  /** `nats://` or `tls://` with host and port, and user and password or a token where the server asks for them; several with commas. */
  readonly natsUrl: string;
  /** All subjects begin with it; those of another Gatehouse on the same server begin otherwise. */
  readonly prefix: string;
};

const pingEveryMs = 5_000;
const reconnectAfterMs = 250;
const connectTimeoutMs = 10_000;

/**
 * NATS without streams: who is connected gets a message at once, who is not never does. So after every lost connection there is a gap on
 * both sides: of what others said meanwhile, and of what was under way from here.
 */
export function natsCarrier({ natsUrl, prefix }: NatsCarrierOptions): OpenCarrier {
  return async (receiver, log) => {
    const nats = await connect(optionsOf(natsUrl)).catch((cause: unknown) => {
      throw new Error(`The NATS server of NATS_URL does not answer or refuses the connection: ${wordsOf(cause)}.`);
    });
    const { info } = nats;
    if (info !== undefined && info.max_payload < maxBodyBytes) {
      await nats.close();
      throw new Error(
        `The NATS server takes messages of ${info.max_payload} bytes at most; set its max_payload to ${maxBodyBytes} or more.`,
      );
    }
    const subjectOf = (topic: string): string => `${prefix}.${topic}`;
    const gapSubject = `${prefix}-gap`;
    const line = { isUp: true };
    const debt = createGapDebt(async () => {
      if (!line.isUp) throw new BusFailure('There is no connection to NATS.');
      nats.publish(gapSubject);
      await nats.flush();
    });
    const listen = async (subject: string, take: (body: string) => void): Promise<void> => {
      nats.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) take(message.string());
          else log.error({ err: error }, 'NATS refused a subscription; messages of other processes are missing');
        },
      });
      await nats.flush();
    };
    await listen(gapSubject, receiver.miss);
    const watched = watch(nats, line, receiver, debt.owe, log);

    return {
      send: async (topic, body) => {
        try {
          if (!line.isUp) throw new BusFailure('There is no connection to NATS.');
          nats.publish(subjectOf(topic), body);
        } catch (cause) {
          debt.owe();
          throw new BusFailure('NATS did not take a message for other processes.', { cause });
        }
      },
      listen: (topic) => listen(subjectOf(topic), (body) => receiver.take(topic, body)),
      close: async () => {
        debt.close();
        if (line.isUp) await nats.flush().catch(() => {});
        await nats.close();
        await watched;
      },
    };
  };
}

async function watch(
  nats: NatsConnection,
  line: { isUp: boolean },
  receiver: Receiver,
  oweGap: () => void,
  log: CarrierLog,
): Promise<void> {
  for await (const status of nats.status()) {
    if (status.type === 'disconnect') {
      line.isUp = false;
      log.warn({}, 'The connection to NATS was lost; making another one');
    } else if (status.type === 'reconnect') {
      line.isUp = true;
      oweGap();
      // The answer to it comes behind everything that was said before the subscriptions were made anew.
      await nats.flush().catch(() => {});
      receiver.miss();
    } else if (status.type === 'error') log.error({ err: status.error }, 'NATS reports an error');
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function optionsOf(natsUrl: string) {
  const urls = natsUrl.split(',').map((text) => new URL(text.trim()));
  const { username = '', password = '' } = urls[0] ?? {};
  const credentials =
    password !== ''
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : username === ''
        ? {}
        : { token: decodeURIComponent(username) };
  return {
    servers: urls.map(({ host }) => host),
    name: 'gatehouse',
    noEcho: true,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: reconnectAfterMs,
    pingInterval: pingEveryMs,
    maxPingOut: 2,
    timeout: connectTimeoutMs,
    ...(urls.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    ...credentials,
  };
}
