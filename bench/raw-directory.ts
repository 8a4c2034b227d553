import { readFileSync } from 'node:fs';
import { Client, EqualityFilter } from 'ldapts';
import type { Slapd } from '#e2e/world/slapd.ts';

/** Plain `ldapts` against the same server, with connections that are open before the clock runs. */
export type RawDirectory = {
  /** Binds as somebody whose DN is known already, each connection one bind at a time. */
  readonly rebind: (uid: string, password: string) => Promise<void>;
  /** What nobody can do without: finds the DN by name, then binds. */
  readonly searchAndRebind: (uid: string, password: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openRawDirectory(slapd: Slapd, connections: number): Promise<RawDirectory> {
  const open = () => new Client({ url: slapd.url, tlsOptions: { ca: [readFileSync(slapd.caPath)] } });
  const binds = await pool(connections, async () => {
    const client = open();
    await client.bind(slapd.service.dn, slapd.service.password);
    return client;
  });
  const searches = await pool(Math.ceil(connections / 2), async () => {
    const client = open();
    await client.bind(slapd.service.dn, slapd.service.password);
    return client;
  });
  return {
    rebind: (uid, password) => binds.use((client) => client.bind(slapd.personDn(uid), password)),
    searchAndRebind: async (uid, password) => {
      const filter = new EqualityFilter({ attribute: 'uid', value: uid });
      const attributes = ['uid', 'cn', 'mail', 'entryUUID'];
      const found = await searches.use((client) => client.search(slapd.base, { scope: 'sub', filter, attributes }));
      const dn = found.searchEntries[0]?.dn;
      if (dn === undefined) throw new Error(`${uid} is not there`);
      await binds.use((client) => client.bind(dn, password));
    },
    close: async () => {
      await Promise.all([...binds.all, ...searches.all].map((client) => client.unbind()));
    },
  };
}

async function pool(size: number, open: () => Promise<Client>) {
  const all = await Promise.all(Array.from({ length: size }, open));
  const idle = [...all];
  const waiting: ((client: Client) => void)[] = [];
  return {
    all,
    use: async <Value>(work: (client: Client) => Promise<Value>): Promise<Value> => {
      const client = idle.pop() ?? (await new Promise<Client>((resolve) => waiting.push(resolve)));
      try {
        return await work(client);
      } finally {
        const next = waiting.shift();
        if (next === undefined) idle.push(client);
        else next(client);
      }
    },
  };
}
