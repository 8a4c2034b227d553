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
import { type DoctorFinding, right, warning, wrong } from '#connector/doctor/doctor-finding.ts';
import { readStatus } from '#connector/status.ts';
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
  found.push(...(await checkKerberos(config.value, await hostsOfRevision(folder), parts.log)));
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

/** Hosts that browsers ask tickets for, by the revision on the disk; none where Kerberos is off or no revision is readable. */
async function hostsOfRevision(folder: DataFolder): Promise<string[]> {
  const [saved, record] = [await readSavedRevision(folder), await readEnrolmentRecord(folder)];
  if (!saved.ok || saved.value === undefined || !record.ok || record.value === undefined) return [];
  const opened = await openSignedSettings(saved.value, await importPublicKey(record.value.gatehouseKey));
  if (!opened.ok || !opened.settings.kerberos.enabled) return [];
  const url = opened.settings.kerberos.frontFacingUrl || opened.settings.frontFacingUrl;
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}
