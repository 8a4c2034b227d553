#!/usr/bin/env node
import { type Command, helpText, readCommandLine } from '#connector/command-line.ts';
import { startDaemon } from '#connector/daemon.ts';
import type { Listen } from '#connector/disk/config.ts';
import { type DataFolder, dataFolder, makeDataFolder } from '#connector/disk/data-folder.ts';
import { doctorText } from '#connector/doctor/doctor-finding.ts';
import { runDoctor } from '#connector/doctor/run-doctor.ts';
import { enrolConnector } from '#connector/enrol/enrol-connector.ts';
import { importConfig } from '#connector/import/import-config.ts';
import { openLog } from '#connector/log.ts';
import { version } from '#connector/software.ts';
import { readStatus, statusCode, statusText } from '#connector/status.ts';
import type { Problem } from '#lib/core/problem.ts';

process.exitCode = await main();

/** The exit code, once the command is done. */
async function main(): Promise<number> {
  // The bundled file starts under older versions too, and would fail somewhere in the middle.
  if (Number.parseInt(process.versions.node, 10) < 24)
    return complain({
      code: 'unavailable',
      message: `Node 24 or later is needed; this is Node ${process.versions.node}.`,
    });
  const command = readCommandLine(process.argv.slice(2));
  return command.ok ? obey(command.value) : complain(command.problem, 2);
}

async function obey(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpText);
      return 0;
    case 'version':
      process.stdout.write(`gatehouse-connector ${version}\n`);
      return 0;
    case 'status':
      return status(dataFolder(command.data), command.isJson);
    case 'doctor':
      return doctor(dataFolder(command.data), command.isJson);
    case 'import':
      return takeOver(command.original, dataFolder(command.data));
    case 'run':
      return run(dataFolder(command.data), command.listen);
    case 'enrol':
      return enrol(command);
  }
}

async function enrol(command: Command & { kind: 'enrol' }): Promise<number> {
  const folder = dataFolder(command.data);
  const enrolled = await enrolConnector({ ...command, folder, now: Date.now() });
  if (!enrolled.ok) return complain(enrolled.problem);
  const { connectorName, connectionName } = enrolled.value;
  process.stdout.write(
    `Enrolled as “${connectorName}” of “${connectionName}”; keys and settings are in ${folder.path}.\n`,
  );
  return command.isExit ? 0 : run(folder, command.listen);
}

async function status(folder: DataFolder, isJson: boolean): Promise<number> {
  const read = await readStatus(folder);
  if (!read.ok) return complain(read.problem);
  process.stdout.write(isJson ? `${JSON.stringify(read.value, undefined, 2)}\n` : statusText(read.value));
  return statusCode(read.value);
}

async function doctor(folder: DataFolder, isJson: boolean): Promise<number> {
  const log = openLog({ level: 'error', format: 'json', isTerminal: false, write: () => {} });
  const findings = await runDoctor(folder, { log, now: Date.now });
  process.stdout.write(isJson ? `${JSON.stringify(findings, undefined, 2)}\n` : doctorText(findings));
  return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
}

async function takeOver(original: string, folder: DataFolder): Promise<number> {
  const made = await makeDataFolder(folder);
  if (!made.ok) return complain(made.problem);
  const imported = await importConfig(original, folder);
  if (!imported.ok) return complain(imported.problem);
  const { taken, notes } = imported.value;
  process.stdout.write(`Taken over into ${folder.config}: ${taken.join(', ') || 'nothing'}.\n`);
  for (const note of notes) process.stdout.write(`- ${note}\n`);
  process.stdout.write('Next: “gatehouse-connector enrol TICKET-URL”, then “gatehouse-connector doctor”.\n');
  return 0;
}

async function run(folder: DataFolder, listen: Listen | undefined): Promise<number> {
  const log = openLog({
    level: process.env['LOG_LEVEL'],
    format: process.env['LOG_FORMAT'],
    isTerminal: process.stdout.isTTY === true,
    write: (line) => process.stdout.write(line),
  });
  const { promise: toldToStop, resolve } = Promise.withResolvers<NodeJS.Signals>();
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  const daemon = await startDaemon({ folder, log, ...(listen === undefined ? {} : { listen }) });
  if (!daemon.ok) return complain(daemon.problem);
  const signal = await toldToStop;
  log.info({ signal }, 'stopping; requests in flight are finished first');
  await daemon.value.close();
  return 0;
}

function complain({ message }: Problem, code = 1): number {
  process.stderr.write(`gatehouse-connector: ${message}\n`);
  return code;
}
