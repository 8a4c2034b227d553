import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody who means harm. */
export type EvilSite = {
  /** Another site than Gatehouse’s, by its host. */
  readonly foreign: string;
  /** The same site by its host, another origin by its port: the browser sends Gatehouse’s cookies along. */
  readonly neighbour: string;
  /** What is shown at both from now on. */
  readonly show: (html: string) => void;
  readonly close: () => Promise<void>;
};

export async function startEvilSite(): Promise<EvilSite> {
  let page = '';
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>${page}`);
  });
  // One listener for both names.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    foreign: `http://127.0.0.1:${port}/`,
    neighbour: `http://localhost:${port}/`,
    show: (html) => {
      page = html;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page that sends a form by itself. */
export function sendingForm(action: string, fields: Readonly<Record<string, string>>, type?: string): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const enctype = type === undefined ? '' : ` enctype="${type}"`;
  return `<form method="post" action="${action}"${enctype}>${inputs.join('')}</form><script>document.forms[0].submit()</script>`;
}
