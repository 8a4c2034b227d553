import type { z } from 'zod';
import { type Bus, BusFailure, maxBodyBytes, type Topic } from '#bus/bus.ts';
import type { CarrierLog, OpenCarrier, Receiver } from '#bus/carrier.ts';

type Subscription = {
  readonly maxBytes: number;
  readonly schema: z.ZodType;
  readonly handle: (message: unknown) => void;
};

/** A bus over one of the carriers: messages are checked where they leave and where they arrive. */
export async function openBus(openCarrier: OpenCarrier, log: CarrierLog): Promise<Bus> {
  const subscriptions = new Map<string, Subscription[]>();
  const listened = new Map<string, Promise<void>>();
  const gapHandlers: (() => void)[] = [];
  let isClosed = false;

  /** One subscriber's mistake is not to keep the message from the others, nor end the process. */
  const guarded = (what: string, act: () => void): void => {
    try {
      act();
    } catch (cause) {
      log.error({ err: cause, what }, 'What another process told could not be followed');
    }
  };
  const receiver: Receiver = {
    take: (topic, body) => {
      if (isClosed) return;
      for (const { schema, maxBytes, handle } of subscriptions.get(topic) ?? []) {
        const read = readMessage(schema, body, maxBytes);
        if (read.ok) guarded(topic, () => handle(read.message));
        else {
          // A process of another version may say what this one does not know; what it was about can be read anew all the same.
          log.warn({ topic, bytes: Buffer.byteLength(body) }, 'Another process told something this one cannot read');
          receiver.miss();
        }
      }
    },
    miss: () => {
      if (!isClosed) for (const handler of gapHandlers) guarded('gap', handler);
    },
  };
  const carrier = await openCarrier(receiver, log);

  return {
    publish: async <Message>({ name, schema, maxBytes }: Topic<Message>, message: Message) => {
      const body = JSON.stringify(schema.parse(message));
      if (isClosed) throw new BusFailure('The bus is closed.');
      if (Buffer.byteLength(body) > Math.min(maxBytes, maxBodyBytes))
        throw new BusFailure(
          `A message of ${name} is at most ${maxBytes} bytes; this one has ${Buffer.byteLength(body)}.`,
        );
      await carrier.send(name, body);
    },
    subscribe: async <Message>({ name, schema, maxBytes }: Topic<Message>, handler: (message: Message) => void) => {
      const subscription = { schema, maxBytes, handle: (message: unknown) => handler(message as Message) };
      subscriptions.set(name, [...(subscriptions.get(name) ?? []), subscription]);
      const listening = listened.get(name) ?? carrier.listen(name);
      listened.set(name, listening);
      await listening;
    },
    onGap: (handler) => void gapHandlers.push(handler),
    close: async () => {
      isClosed = true;
      await carrier.close();
    },
  };
}

function readMessage(
  schema: z.ZodType,
  body: string,
  maxBytes: number,
): { ok: true; message: unknown } | { ok: false } {
  if (Buffer.byteLength(body) > maxBytes) return { ok: false };
  try {
    const parsed = schema.safeParse(JSON.parse(body));
    return parsed.success ? { ok: true, message: parsed.data } : { ok: false };
  } catch {
    return { ok: false };
  }
}
