import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** One conversation of a browser with a service, as seen by the browser (RFC 4559 section 5). */
export type Negotiation = {
  /** What goes behind `Authorization: Negotiate `; base64. */
  readonly token: string;
  /** Whether the service proved with its answer that it took the ticket. Ends the conversation. */
  readonly isProvenBy: (response: string) => Promise<boolean>;
  readonly leave: () => Promise<void>;
};

/** The client's environment is that of its process, so every client is a process. */
const client = `
const { createInterface } = require('node:readline');
const kerberos = require('kerberos');
(async () => {
  const negotiation = await kerberos.initializeClient(process.argv[1], {
    mechOID: kerberos.GSS_MECH_OID_SPNEGO, flags: kerberos.GSS_C_MUTUAL_FLAG,
  });
  console.log(await negotiation.step(''));
  for await (const response of createInterface({ input: process.stdin })) {
    await negotiation.step(response).catch(() => undefined);
    console.log(String(negotiation.contextComplete));
  }
})().catch((cause) => { console.error(String(cause)); process.exitCode = 1; });
`;

/** Begins a conversation with the service (`HTTP@localhost`) with the tickets of the cache, taking the service's ticket where it is not held. */
export async function beginNegotiation(options: {
  readonly krb5Config: string;
  readonly cache: string;
  readonly service?: string;
}): Promise<Negotiation> {
  const child = spawn(process.execPath, ['-e', client, options.service ?? 'HTTP@localhost'], {
    env: { ...process.env, KRB5_CONFIG: options.krb5Config, KRB5CCNAME: options.cache },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`The client got no ticket: ${complaint.trim()}`);
    return line.value;
  };
  const leave = async () => {
    child.stdin.end();
    await ended;
  };
  return {
    token: await nextLine(),
    isProvenBy: async (response) => {
      child.stdin.write(`${response}\n`);
      const said = await nextLine();
      await leave();
      return said === 'true';
    },
    leave,
  };
}

/** The token alone. */
export async function negotiateToken(options: Parameters<typeof beginNegotiation>[0]): Promise<string> {
  const { token, leave } = await beginNegotiation(options);
  await leave();
  return token;
}
