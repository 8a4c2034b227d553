import { createServer } from 'node:net';
import { type Config, defaultListen, type Listen, listenText } from '#connector/disk/config.ts';
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import type { ConnectorStatus } from '#connector/status.ts';

/** What the daemon says of its listener; without a daemon, whether it could listen. */
export async function checkListener(config: Config, { daemon }: ConnectorStatus): Promise<DoctorFinding[]> {
  if (daemon === null) {
    const listen = config.listen ?? defaultListen;
    return [
      warning('daemon', 'The connector does not run.', 'Start it with “gatehouse-connector run”.'),
      await checkPort(listen),
    ];
  }
  const { link, listener, running } = daemon;
  const found: DoctorFinding[] = [
    link.state === 'online'
      ? right('link', 'is up.')
      : wrong(
          'link',
          link.detail ?? `The link is ${link.state}.`,
          'It is tried again and again; see “gatehouse” above.',
        ),
    running === null
      ? warning('settings', 'No revision was taken over yet.', 'Publish the connection’s settings in the console.')
      : right('settings', `Revision ${running} runs.`),
  ];
  if (listener.state === 'failed')
    found.push(
      wrong('listener', `${listener.detail ?? listener.address}`, 'Free the port, or name another one as “listen”.'),
    );
  else if (listener.state === 'serving') found.push(right('listener', `serves ${listener.address}.`));
  return found;
}

async function checkPort(listen: Listen): Promise<DoctorFinding> {
  const part = `listener ${listenText(listen)}`;
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(listen, resolve);
    });
    return right(part, 'is free.');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return wrong(
      part,
      `Listening there fails (${code}).`,
      'Free the port, or name another one as “listen” in config.json.',
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
