import { writeFile } from 'node:fs/promises';
import type { Agent } from 'node:https';
import { join } from 'node:path';
import type { DaemonWishes } from '#connector/daemon.ts';
import type { Config } from '#connector/disk/config.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { ask } from '#connector/test-world/ask.ts';
import { type FakeHub, startFakeHub } from '#connector/test-world/fake-hub.ts';
import {
  clientIdentity,
  enrolTestConnector,
  freshFolder,
  portOf,
  startTestDaemon,
} from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintServer } from '#connector/test-world/test-certificates.ts';
import { type SettingsParts, testSettings } from '#connector/test-world/test-settings.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import type { SignInRequest } from '#lib/wire/sign-in-request.ts';
import type { BoundResult } from '#lib/wire/signed-result.ts';

/** People of a directory in a file; Alice is in a group that is in another. */
export const peopleLdif = `dn: dc=corp,dc=example
objectClass: domain

${['alice', 'bob', 'carol']
  .map(
    (name) => `dn: cn=${name},dc=corp,dc=example
objectClass: person
cn: ${name}
sn: ${name}
uid: ${name}
sAMAccountName: ${name}
userPrincipalName: ${name}@corp.example
mail: ${name}@example.com
userPassword: password of ${name}
entryUUID: 00000000-0000-4000-8000-0000000000${name.length}${name.charCodeAt(0) % 10}
`,
  )
  .join('\n')}
dn: cn=twin,dc=corp,dc=example
objectClass: person
cn: twin
sn: twin
uid: twin
userPrincipalName: twin@corp.example
mail: bob@example.com

dn: cn=gone,dc=corp,dc=example
objectClass: person
cn: gone
sn: gone
uid: gone
userPrincipalName: gone@corp.example
userAccountControl: 514

dn: cn=team,dc=corp,dc=example
objectClass: groupOfNames
cn: team
member: cn=alice,dc=corp,dc=example

dn: cn=staff,dc=corp,dc=example
objectClass: groupOfNames
cn: staff
member: cn=team,dc=corp,dc=example
`;

export type Visited = {
  readonly status: number;
  readonly body: string;
  readonly headers: Awaited<ReturnType<typeof ask>>['headers'];
  /** Where the browser was sent, if anywhere. */
  readonly location: URL | undefined;
};

export type SignInWorld = {
  readonly hub: FakeHub;
  readonly daemon: Awaited<ReturnType<typeof startTestDaemon>>;
  readonly folder: DataFolder;
  /** Writes config.json; counts from the next start. */
  readonly configure: (config: Partial<Config>) => Promise<void>;
  readonly root: Authority;
  readonly server: Minted;
  readonly port: () => number;
  readonly publish: (parts?: SettingsParts) => Promise<void>;
  /** A browser with this certificate is sent to the connector with this request. */
  readonly visit: (signed: string, more?: VisitParts) => Promise<Visited>;
  /** A fresh request, the visit, and the result that the connector asserted. */
  readonly signIn: (more?: VisitParts & Partial<SignInRequest>) => Promise<Visited & { readonly result: BoundResult }>;
  readonly nextId: () => string;
  readonly close: () => Promise<void>;
};

export type VisitParts = {
  readonly own?: Minted | undefined;
  readonly above?: readonly Uint8Array[];
  readonly verb?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly agent?: Agent;
};

/** A connector with a directory, a hub and a root whose client certificates it accepts. */
export async function startSignInWorld(
  more: Partial<DaemonWishes> & { readonly config?: Partial<Config>; readonly settings?: SettingsParts } = {},
): Promise<SignInWorld> {
  const { config, settings, ...wishes } = more;
  const hub = await startFakeHub();
  const { folder, remove } = await freshFolder();
  await enrolTestConnector(hub, folder);
  const file = join(folder.path, 'people.ldif');
  await writeFile(file, peopleLdif);
  const configure = async (own: Partial<Config> = {}) => {
    const usual: Config = { listen: { host: '127.0.0.1', port: 0 }, directory: { kind: 'ldif', file } };
    await writeFile(folder.config, JSON.stringify({ ...usual, ...own }));
  };
  await configure(config);
  const root = await mintAuthority('Corp Root');
  const server = await mintServer('localhost', root);
  const daemon = await startTestDaemon(folder, wishes);
  await hub.hellos.next();
  let revision = 0;
  let requests = 0;
  const world: SignInWorld = {
    hub,
    daemon,
    folder,
    configure,
    root,
    server,
    port: () => portOf(daemon.listener().address),
    publish: async (parts = {}) => {
      revision += 1;
      const next = testSettings(revision, { server, authorities: [root.der], ...settings, ...parts });
      hub.publish(await hub.sign(next, await hub.sealed(server.key.pkcs8)));
      const answer = await hub.answers.next();
      if (answer.t !== 'acknowledged') throw new Error(`${answer.refusal}: ${answer.detail}`);
    },
    visit: async (signed, { own, above = [], verb = 'GET', headers = {}, port, agent } = {}) => {
      const answer = await ask(port ?? world.port(), {
        path: `/sign-in?request=${encodeURIComponent(signed)}`,
        method: verb,
        headers,
        ...(agent === undefined ? {} : { agent }),
        tls: own === undefined ? {} : clientIdentity(own, above),
      });
      const { status, body, headers: sent } = answer;
      const location = sent.location === undefined ? undefined : new URL(sent.location, 'https://localhost:8443');
      return { status, body, headers: sent, location };
    },
    signIn: async ({ own, above, headers, port, agent, ...request } = {}) => {
      const jti = request.jti ?? world.nextId();
      const signed = await hub.request({ ...request, jti });
      const visited = await world.visit(signed, {
        own,
        ...(above === undefined ? {} : { above }),
        ...(headers === undefined ? {} : { headers }),
        ...(port === undefined ? {} : { port }),
        ...(agent === undefined ? {} : { agent }),
      });
      const assertion = await hub.assertions.next((one) => one.request === jti);
      return { ...visited, result: await hub.open(assertion.signed) };
    },
    nextId: () => {
      requests += 1;
      return `sir_${requests}`;
    },
    close: async () => {
      await daemon.close();
      await hub.stop();
      await remove();
    },
  };
  await world.publish();
  return world;
}
