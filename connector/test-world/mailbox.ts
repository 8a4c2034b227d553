type Waiter<Item> = { readonly fits: (item: Item) => boolean; readonly take: (item: Item) => void };

/** Things that happen, kept until somebody asks for them. */
export type Mailbox<Item> = {
  readonly put: (item: Item) => void;
  /** The first that fits, whether it came already or is to come; those before it stay. */
  readonly next: <Fitting extends Item = Item>(fits?: (item: Item) => boolean) => Promise<Fitting>;
  readonly all: () => readonly Item[];
};

export function mailbox<Item>(what: string, timeoutMs = 20_000): Mailbox<Item> {
  const items: Item[] = [];
  const waiters = new Set<Waiter<Item>>();
  return {
    put: (item) => {
      const waiter = [...waiters].find((one) => one.fits(item));
      if (waiter === undefined) items.push(item);
      else {
        waiters.delete(waiter);
        waiter.take(item);
      }
    },
    next: <Fitting extends Item>(fits: (item: Item) => boolean = () => true) => {
      const index = items.findIndex(fits);
      const [found] = index < 0 ? [] : items.splice(index, 1);
      if (found !== undefined) return Promise.resolve(found as Fitting);
      const { promise, resolve, reject } = Promise.withResolvers<Fitting>();
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        reject(new Error(`no ${what} that fits came; waiting: ${JSON.stringify(items).slice(0, 2000)}`));
      }, timeoutMs);
      const waiter: Waiter<Item> = {
        fits,
        take: (item) => {
          clearTimeout(timer);
          resolve(item as Fitting);
        },
      };
      waiters.add(waiter);
      return promise;
    },
    all: () => items,
  };
}
