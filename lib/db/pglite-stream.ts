import { Duplex } from 'node:stream';
import type { Worker } from 'node:worker_threads';
import type { FromStore, ToStore } from '#lib/db/pglite-messages.ts';

/** Messages after which the server answers: Sync, simple Query, Flush and Terminate (PostgreSQL protocol, "Message Formats"). */
const endings = new Set(['S', 'Q', 'H', 'X'].map((letter) => letter.charCodeAt(0)));

/**
 * What the `pg` driver takes for its socket, with the store's worker at the other end. The worker is one session of one server, so at
 * most one stream may be in use at a time: the pool has one client.
 */
export class PgliteStream extends Duplex {
  readonly #worker: Worker;
  #pending: Buffer[] = [];

  constructor(worker: Worker) {
    super();
    this.#worker = worker;
    worker.on('message', this.#onMessage);
    worker.once('exit', this.#onExit);
  }

  #onMessage = (message: FromStore): void => {
    if (message.t === 'wire') {
      const { buffer, byteOffset, byteLength } = message.bytes;
      this.push(Buffer.from(buffer, byteOffset, byteLength));
    }
  };

  #onExit = (): void => {
    this.destroy(new Error('The embedded database has stopped.'));
  };

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#pending.push(chunk);
    const isStartup = chunk[0] === 0;
    // One trip to the worker for each Parse-Bind-Describe-Execute-Sync, not five.
    if (isStartup || endings.has(chunk[0] ?? 0)) this.#send();
    done();
  }

  #send(): void {
    const bytes = new Uint8Array(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#worker.postMessage({ t: 'wire', bytes } satisfies ToStore, [bytes.buffer]);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#worker.off('message', this.#onMessage);
    this.#worker.off('exit', this.#onExit);
    done(error);
  }

  // The rest of a socket that the driver calls for.

  connect(): this {
    queueMicrotask(() => {
      if (this.#worker.threadId === -1) this.#onExit();
      else this.emit('connect');
    });
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#worker.ref();
    return this;
  }

  unref(): this {
    this.#worker.unref();
    return this;
  }
}
