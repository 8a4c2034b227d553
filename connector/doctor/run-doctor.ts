import type { Logger } from 'pino';
import { readConfig } from '#connector/disk/config.ts';
import { checkConfigFiles } from '#connector/disk/config-files.ts';
import { importIdentityKey, readConnectorKeys } from '#connector/disk/connector-keys.ts';
import type { DataFolder } from '#connector/disk/data-folder.ts';
import { readEnrolmentRecord } from '#connector/disk/enrolment-record.ts';
import { readSavedRevision } from '#connector/disk/saved-revision.ts';
import { checkDirectory } from '#connector/doctor/check-directory.ts';
import { checkGatehouse } from '#connector/doctor/check-gatehouse.ts';
import { checkKerberos } from '#connector/doctor/check-kerberos.ts';
import { checkListener } from '#connector/doctor/check-listener.ts';
import { checkRevocation } from '#connector/doctor/check-revocation.ts';
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import { readStatus } from '#connector/status.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { openSignedSettings } from '#lib/wire/signed-settings.ts';

/** Runs every check, in the order in which one thing stands on another. What is broken does not keep the rest from being looked at. */
export async function runDoctor(
  folder: DataFolder,
  parts: { readonly log: Logger; readonly now: () => number },
): Promise<DoctorFinding[]> {
  const found: DoctorFinding[] = [...(await checkIdentity(folder))];
  const config = await readConfig(folder);
  if (!config.ok)
    return [
      ...found,
      wrong('config.json', config.problem.message, 'docs/connector.md tells every key; correct this one.'),
    ];
  const files = await checkConfigFiles(config.value, folder.config);
  if (!files.ok)
    found.push(wrong('config.json', files.problem.message, 'Correct the paths, or the rights of the files.'));
  else {
    found.push(right('config.json', 'fits.'));
    for (const text of files.value)
      found.push(warning('config.json', `${text}.`, 'Nobody but the connector’s user should read it.'));
  }
  const status = await readStatus(folder);
  if (status.ok) {
    found.push(...(await checkGatehouse(status.value.hubUrl, config.value.proxy, parts.now)));
    found.push(...(await checkListener(config.value, status.value)));
  }
  // A file that cannot be read is told once.
  if (files.ok) found.push(...(await checkDirectory(config.value, parts)));
  const settings = await settingsOfRevision(folder);
  found.push(...(await checkKerberos(config.value, hostsOf(settings), parts.log)));
  if (settings !== undefined) found.push(...(await checkRevocation(settings, parts.now)));
  return found;
}

async function checkIdentity(folder: DataFolder): Promise<DoctorFinding[]> {
  const record = await readEnrolmentRecord(folder);
  if (!record.ok) return [wrong('enrolment', record.problem.message, 'Restore it from a backup, or enrol anew.')];
  if (record.value === undefined)
    return [
      wrong(
        'enrolment',
        `${folder.path} holds no enrolled connector.`,
        'Make a ticket in the console and run “gatehouse-connector enrol TICKET-URL”.',
      ),
    ];
  const keys = await readConnectorKeys(folder);
  const key = keys.ok && keys.value !== undefined ? await importIdentityKey(keys.value) : undefined;
  if (key === undefined || !key.ok)
    return [
      wrong(
        'keys',
        `${folder.keys} is missing or damaged.`,
        'Restore it from a backup, or enrol anew into an empty folder.',
      ),
    ];
  const { connectorName, connectionName } = record.value;
  return [right('enrolment', `“${connectorName}” of “${connectionName}”.`)];
}

async function settingsOfRevision(folder: DataFolder): Promise<ConnectorSettings | undefined> {
  const [saved, record] = [await readSavedRevision(folder), await readEnrolmentRecord(folder)];
  if (!saved.ok || saved.value === undefined || !record.ok || record.value === undefined) return undefined;
  const opened = await openSignedSettings(saved.value, await importPublicKey(record.value.gatehouseKey));
  return opened.ok ? opened.settings : undefined;
}

/** Hosts that browsers ask tickets for; none where Kerberos is off or no revision is readable. */
function hostsOf(settings: ConnectorSettings | undefined): string[] {
  if (settings?.kerberos.enabled !== true) return [];
  const url = settings.kerberos.frontFacingUrl || settings.frontFacingUrl;
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}
