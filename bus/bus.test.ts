import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Bus, BusFailure, type Topic } from '#bus/bus.ts';
import { listen, publishAtLast, words } from '#bus/listener.test-support.ts';
import { inProcessMedium, type Medium, natsMedium, postgresMedium } from '#bus/mediums.test-support.ts';
import { canRunNats } from '#e2e/world/nats.ts';

/** What every adapter promises. */
function contract(startMedium: () => Promise<Medium>): void {
  let medium: Medium;
  beforeAll(async () => {
    medium = await startMedium();
  });
  afterAll(() => medium.stop());
  const open = (count: number): Promise<Bus[]> => Promise.all(Array.from({ length: count }, () => medium.open()));

  test('a message reaches every other bus once, in order, and not the one that published it', async () => {
    const [a, b, c] = (await open(3)) as [Bus, Bus, Bus];
    const [atA, atB, atC] = await Promise.all([listen(a), listen(b), listen(c)]);
    const many = Array.from({ length: 500 }, (_, place) => `a${place}`);
    await Promise.all(many.map((word) => a.publish(words, word)));
    await b.publish(words, 'from b');
    await Promise.all([atB.hears('a499'), atC.hears('a499'), atC.hears('from b'), atA.hears('from b')]);
    expect(atB.heard).toEqual(many);
    expect(atC.heard.filter((word) => word !== 'from b')).toEqual(many);
    expect(atA.heard).toEqual(['from b']);
    expect([atA.gaps(), atB.gaps(), atC.gaps()]).toEqual([0, 0, 0]);
  });

  test('buses that publish at the same time lose nothing and double nothing', async () => {
    const buses = await open(4);
    const ears = await Promise.all(buses.map((bus) => listen(bus)));
    await Promise.all(
      buses.map(async (bus, one) => {
        for (let place = 0; place < 100; place += 1) await bus.publish(words, `${one} ${place}`);
      }),
    );
    await Promise.all(ears.map((ear) => ear.until(() => ear.heard.length >= 300)));
    for (const [one, { heard }] of ears.entries()) {
      for (const other of buses.keys()) {
        const expected = other === one ? [] : Array.from({ length: 100 }, (_, place) => `${other} ${place}`);
        expect(heard.filter((word) => word.startsWith(`${other} `))).toEqual(expected);
      }
    }
  });

  test('a topic that nobody asked for does not arrive', async () => {
    const [a, b] = (await open(2)) as [Bus, Bus];
    const others: Topic<string> = { ...words, name: 'test.others' };
    const ear = await listen(b);
    await a.publish(others, 'x');
    await a.publish(words, 'y');
    await ear.hears('y');
    expect(ear.heard).toEqual(['y']);
  });

  test('the largest message arrives whole; a larger one, and one that is none, is refused where it is published', async () => {
    const [a, b] = (await open(2)) as [Bus, Bus];
    const ear = await listen(b);
    const largest = 'ä'.repeat((words.maxBytes - 2) / 2);
    await a.publish(words, largest);
    await ear.hears(largest);
    await expect(a.publish(words, `${largest}x`)).rejects.toBeInstanceOf(BusFailure);
    await expect(a.publish(words, 7 as unknown as string)).rejects.toBeInstanceOf(z.ZodError);
    await a.publish(words, 'afterwards');
    await ear.hears('afterwards');
    expect(ear.heard).toEqual([largest, 'afterwards']);
  });

  test('what another version says and this one cannot read is a gap', async () => {
    const [a, b] = (await open(2)) as [Bus, Bus];
    const ear = await listen(b);
    const numbers: Topic<number> = { ...words, schema: z.number() };
    await a.publish(numbers, 7);
    await ear.until(() => ear.gaps() === 1);
    const longWords: Topic<string> = { ...words, name: 'test.short' };
    const shortEar = await listen(b, { ...longWords, maxBytes: 10 });
    await a.publish(longWords, 'longer than ten bytes');
    await shortEar.until(() => shortEar.gaps() === 1);
    expect([ear.heard, shortEar.heard]).toEqual([[], []]);
  });

  test('a subscriber that throws keeps nothing from the others', async () => {
    const [a, b] = (await open(2)) as [Bus, Bus];
    await b.subscribe(words, () => {
      throw new Error('mistaken');
    });
    const ear = await listen(b);
    await a.publish(words, 'one');
    await a.publish(words, 'two');
    await ear.hears('two');
    expect(ear.heard).toEqual(['one', 'two']);
  });

  test('a closed bus hears nothing and publishes nothing; the others go on', async () => {
    const [a, b, c] = (await open(3)) as [Bus, Bus, Bus];
    const [atB, atC] = await Promise.all([listen(b), listen(c)]);
    await b.close();
    await expect(b.publish(words, 'x')).rejects.toBeInstanceOf(BusFailure);
    await a.publish(words, 'y');
    await atC.hears('y');
    expect([atB.heard, atB.gaps(), atC.heard]).toEqual([[], 0, ['y']]);
  });
}

/** Media of a test's own: a bus that owes the others a gap pays it whenever it can, in another test's time too. */
function anew(startMedium: () => Promise<Medium>): () => Promise<Medium> {
  const started: Medium[] = [];
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });
  return async () => {
    const medium = await startMedium();
    started.push(medium);
    return medium;
  };
}

/** Of media that can fail: whatever does not arrive is a gap. */
function breaks(medium: () => Promise<Medium>): void {
  test('publishing through a crash: each message arrives once and in order, or a gap is told; afterwards all goes on', async () => {
    const { open, kill, start } = await medium();
    const [a, b] = await Promise.all([open(), open()]);
    const ear = await listen(b);
    const left: string[] = [];
    let failed = 0;
    let isOver = false;
    const publishing = (async () => {
      for (let place = 0; !isOver; place += 1) {
        await a.publish(words, `w${place}`).then(
          () => left.push(`w${place}`),
          () => {
            failed += 1;
          },
        );
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    await ear.until(() => ear.heard.length > 20);
    await kill?.();
    await start?.();
    await ear.until(() => ear.gaps() > 0);
    const sentinel = await publishAtLast(a, 'after the crash');
    await ear.hears(sentinel);
    const heardNow = left.length;
    await ear.until(() => ear.heard.length > heardNow / 2);
    isOver = true;
    await publishing;
    const last = await publishAtLast(a, 'last');
    await ear.hears(last);
    expect(failed).toBeGreaterThan(0);
    const numbers = ear.heard.filter((word) => /^w\d+$/.test(word)).map((word) => Number(word.slice(1)));
    expect(numbers).toEqual([...new Set(numbers)].sort((x, y) => x - y));
    // Back on its feet it misses nothing; gaps owed since the crash may be told for a while, and then no more.
    for (let round = 0, gaps = -1; gaps !== ear.gaps(); round += 1) {
      gaps = ear.gaps();
      const again = Array.from({ length: 50 }, (_, place) => `again ${round} ${place}`);
      for (const word of again) await a.publish(words, word);
      await ear.hears(`again ${round} 49`);
      expect(ear.heard.slice(-50)).toEqual(again);
    }
  });

  test('what could not be published is a gap for the others, once there is a way again', async () => {
    const { open, kill, start } = await medium();
    const [a, b] = await Promise.all([open(), open()]);
    const ear = await listen(b);
    await kill?.();
    await expect(a.publish(words, 'lost')).rejects.toBeInstanceOf(BusFailure);
    await start?.();
    await ear.until(() => ear.gaps() > 0);
    expect(ear.heard).toEqual([]);
    const word = await publishAtLast(a, 'found');
    await ear.hears(word);
  });
}

describe('in one process', () => {
  contract(inProcessMedium);
});

describe('PostgreSQL', () => {
  contract(postgresMedium);
  const medium = anew(postgresMedium);
  breaks(medium);

  test('a listening connection that is lost misses nothing: what was said meanwhile is read afterwards', async () => {
    const { open, cutListening } = await medium();
    const [a, b] = await Promise.all([open(), open()]);
    const ear = await listen(b);
    await a.publish(words, 'before');
    await ear.hears('before');
    for (let round = 0; round < 3; round += 1) {
      await cutListening?.();
      for (let place = 0; place < 40; place += 1) await a.publish(words, `${round} ${place}`);
      await ear.hears(`${round} 39`);
    }
    const said = [0, 1, 2].flatMap((round) => Array.from({ length: 40 }, (_, place) => `${round} ${place}`));
    expect([ear.heard, ear.gaps()]).toEqual([['before', ...said], 0]);
  });

  test('messages that were removed before they could be read are a gap', async () => {
    const { open, cutListening, empty } = await medium();
    const [a, b] = await Promise.all([open(), open()]);
    const ear = await listen(b);
    await a.publish(words, 'before');
    await ear.hears('before');
    await empty?.();
    await cutListening?.();
    await ear.until(() => ear.gaps() === 1);
    await a.publish(words, 'after');
    await ear.hears('after');
    expect([ear.heard, ear.gaps()]).toEqual([['before', 'after'], 1]);
  });
});

describe.skipIf(!canRunNats)('NATS', () => {
  contract(natsMedium);
  breaks(anew(natsMedium));
});
