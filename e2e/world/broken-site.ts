import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { type Company, makeCompany } from './company.ts';
import { enrolConnector, type RunningConnector } from './connector.ts';
import {
  createConnection,
  dropFiles,
  givePassphrase,
  newTicket,
  openTab,
  publish,
  saveToDraft,
  setUpAdministrator,
} from './console.ts';
import { freePort } from './free-port.ts';
import { type Gatehouse, startGatehouse } from './gatehouse.ts';
import { type SampleApplication, startSampleApplication } from './sample-application.ts';
import { createApplication, pasteNetworks, setNetworkMethods } from './sign-in-console.ts';
import type { Slapd } from './slapd.ts';
import { visitorFrom } from './visitor.ts';

/** One address in each network, as the company's proxy tells it; the last one is at home, where passwords are typed. */
export const from = { desk: '24.12.34.56', tickets: '24.12.35.10', cards: '24.12.36.10', home: '198.51.100.20' };

/** Where people sign in, every part of it in reach of whoever wants to break it. */
export type Site = {
  readonly gatehouse: Gatehouse;
  readonly company: Company;
  /** The administrator's page. */
  readonly admin: Page;
  /** Of this site alone, gone with it. */
  readonly directory: string;
  /** Adds a connection with its connectors and publishes its settings. */
  readonly connect: (wishes: ConnectionWishes) => Promise<Connected>;
  /** Of the first connection, if none is named. */
  readonly addApplication: (name: string, connection?: string) => Promise<SampleApplication>;
  readonly visitor: (address: string, more?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>;
  /** The log's page of a sign-in, found by the number that its person was shown. */
  readonly logOf: (page: Page) => Promise<Locator>;
  readonly close: () => Promise<void>;
};

export type ConnectionWishes = {
  readonly name: string;
  /** Each with its part of config.json and its environment. */
  readonly connectors: readonly {
    readonly name: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
    /** Where browsers come in; absent: any. */
    readonly port?: number;
  }[];
  /** Absent: passwords only. */
  readonly frontFacingUrl?: string;
  readonly kerberosUrl?: string;
};

export type Connected = {
  readonly connectors: readonly RunningConnector[];
  /** What the console says of a connector. */
  readonly shown: (name: string) => Promise<Locator>;
};

export async function openSite(
  browser: Browser,
  options: {
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-broken-'));
  const [company, gatehouse] = await Promise.all([
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32', ...options.env }),
  ]);
  const admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  const browsers: Browser[] = [];
  const connectors: RunningConnector[] = [];
  const applications: SampleApplication[] = [];
  return {
    gatehouse,
    company,
    admin,
    directory,
    connect: async (wishes) => {
      await admin.goto(`${gatehouse.url}/connections`);
      await createConnection(admin, wishes.name);
      const enrolled: RunningConnector[] = [];
      const connectionUrl = admin.url().match(/^.*\/connections\/[^/?]+/)?.[0];
      for (const one of wishes.connectors) enrolled.push(await enrol(admin, directory, one, connectors));
      if (wishes.frontFacingUrl !== undefined) {
        await setMethods(admin, wishes);
        await setCertificates(admin, company);
      }
      await setNetworks(admin, wishes);
      await publish(admin, { connectors: enrolled.length });
      return {
        connectors: enrolled,
        shown: async (name) => {
          await admin.goto(`${connectionUrl}/connectors`);
          return admin.getByRole('listitem', { name });
        },
      };
    },
    addApplication: async (name, connection) => {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const made = await createApplication(admin, {
        name,
        redirectUri: `${url}/callback`,
        afterSignOut: `${url}/`,
        ...(connection === undefined ? {} : { connection }),
      });
      const application = await startSampleApplication({ ...made, port });
      applications.push(application);
      return application;
    },
    visitor: (address, more = {}) => visitorFrom(address, browsers, more),
    logOf: async (page) => {
      const text = (await page.getByRole('main').textContent()) ?? '';
      const incident = text.match(/sig_[\w-]+/)?.[0];
      if (incident === undefined) throw new Error(`no incident id is shown: ${text}`);
      await admin.goto(`${gatehouse.url}/sign-ins/${incident}`);
      return admin.getByRole('main');
    },
    close: async () => {
      await Promise.all(browsers.map((one) => one.close()));
      await Promise.all([
        ...applications.map((one) => one.close()),
        ...connectors.map((one) => one.stop('SIGKILL')),
        company.close(),
      ]);
      await gatehouse.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves when the connector is linked to Gatehouse once more than it was up to now. */
export async function linkOf(connector: RunningConnector): Promise<void> {
  const said = 'link to Gatehouse is up';
  const times = connector.part().output().split(said).length;
  await connector.part().says(new RegExp(`(?:${said}[\\s\\S]*){${times}}`));
}

/** The part of config.json that leads to OpenLDAP servers, asked in this order. */
export function directoryOf(...servers: readonly Slapd[]) {
  const [first] = servers;
  if (first === undefined) throw new Error('a directory has at least one server');
  return {
    kind: 'ldap',
    urls: servers.map(({ url }) => url),
    base: first.base,
    bindUser: first.service.dn,
    bindPassword: first.service.password,
    ca: servers.map(({ caPath }) => caPath),
  };
}

async function enrol(
  admin: Page,
  directory: string,
  { name, config, env, port }: ConnectionWishes['connectors'][number],
  all: RunningConnector[],
): Promise<RunningConnector> {
  const data = join(directory, name);
  await mkdir(data, { mode: 0o700 });
  await writeFile(join(data, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  const connector = await enrolConnector({
    ticketUrl: await newTicket(admin),
    name,
    directory,
    ...(env === undefined ? {} : { env }),
    ...(port === undefined ? {} : { port }),
  });
  all.push(connector);
  await connector.part().says(/Enrolled as/);
  await expect(admin.getByRole('dialog')).toContainText(`${name} is enrolled.`);
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(admin.getByRole('listitem', { name })).toContainText('online');
  return connector;
}

async function setMethods(admin: Page, { frontFacingUrl, kerberosUrl }: ConnectionWishes): Promise<void> {
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByLabel('Front-facing URL').fill(frontFacingUrl ?? '');
  // An attribute that every directory has.
  await admin.getByLabel('Rule 1: directory attribute').fill('mail');
  if (kerberosUrl !== undefined) {
    await admin.getByRole('switch', { name: 'Kerberos' }).click();
    await admin.getByLabel('URL of its own for Kerberos').fill(kerberosUrl);
  }
  await saveToDraft(admin);
}

async function setCertificates(admin: Page, company: Company): Promise<void> {
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /certificate, its key/i, [company.serverPfx]);
  await givePassphrase(admin, 'server.pfx', company.passphrase);
  await dropFiles(admin, /authorities/i, [company.authoritiesPem]);
  await saveToDraft(admin);
}

async function setNetworks(admin: Page, { frontFacingUrl, kerberosUrl }: ConnectionWishes): Promise<void> {
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['24.12.34.0/24 Desks', '24.12.35.0/24 Tickets', '24.12.36.0/24 Cards']);
  if (frontFacingUrl === undefined) return;
  await setNetworkMethods(admin, 'Desks', ['client certificate', 'password']);
  if (kerberosUrl !== undefined) await setNetworkMethods(admin, 'Tickets', ['Kerberos', 'password']);
  await setNetworkMethods(admin, 'Cards', ['client certificate']);
}
