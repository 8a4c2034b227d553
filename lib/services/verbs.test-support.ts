import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#lib/core/role.ts';

export const servicesFolder = import.meta.dirname;

/** Every exported function that takes the services' context first, of the inner rooms too, with its body. */
export function readVerbs(): { name: string; file: string; body: string }[] {
  return readdirSync(servicesFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^([a-z-]+\/)?[a-z-]+\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(servicesFolder, file), 'utf8');
      const starts = [...text.matchAll(/^export (?:async )?function (\w+)\(\s*ctx: Context\b/gm)];
      return starts.map((start) => {
        const end = text.indexOf('\n}\n', start.index);
        return { name: start[1] ?? '', file, body: text.slice(start.index, end) };
      });
    });
}

/** Who may call which verb: an administrator of this role at least, somebody who has not signed in, or only the process itself. */
export const leastRoles: Readonly<Record<string, Role | 'anybody' | 'anonymous' | 'system'>> = {
  acceptInvitation: 'anonymous',
  beginSignIn: 'anonymous',
  createFirstAdministrator: 'anonymous',
  enrolConnector: 'anonymous',
  goToConnector: 'anonymous',
  readDoor: 'anonymous',
  retryCertificate: 'anonymous',
  signInAdministrator: 'anonymous',
  signInWithPassword: 'anonymous',
  skipMethod: 'anonymous',
  takeReturn: 'anonymous',
  checkInvitation: 'anybody',
  checkSetupToken: 'anybody',
  askDryRun: 'operator',
  askKeyRequest: 'operator',
  forgetKey: 'operator',
  changeApplication: 'operator',
  createApplication: 'operator',
  createConnection: 'operator',
  createTicket: 'operator',
  deleteApplication: 'operator',
  discardDraft: 'operator',
  pauseRollout: 'operator',
  publishSettings: 'operator',
  resumeRollout: 'operator',
  retryConnector: 'operator',
  rollBackTo: 'operator',
  stopRollout: 'operator',
  renameConnection: 'operator',
  renameConnector: 'operator',
  renewApplicationSecret: 'operator',
  restoreRevision: 'operator',
  revokeConnector: 'operator',
  saveDraft: 'operator',
  changeAdministratorRole: 'owner',
  deleteConnection: 'owner',
  inviteAdministrator: 'owner',
  removeAdministrator: 'owner',
  rotateOidcKeysNow: 'owner',
  withdrawInvitation: 'owner',
  advanceRollouts: 'system',
  consumeOidcPayload: 'system',
  findApplication: 'system',
  findConnector: 'system',
  findOidcPayload: 'system',
  findOidcPayloadByUid: 'system',
  findPerson: 'system',
  findWithdrawn: 'system',
  finishSignIn: 'system',
  issueSetupLink: 'system',
  loadOidcKeys: 'system',
  readAdministrator: 'system',
  readLinks: 'system',
  readPublished: 'system',
  recordAnswers: 'system',
  recordApplicationUse: 'system',
  recordArrivals: 'system',
  recordAssertion: 'system',
  recordBeat: 'system',
  recordDepartures: 'system',
  recordLinks: 'system',
  recordRevocation: 'system',
  removeDeadProcesses: 'system',
  removeExpiredOidcPayloads: 'system',
  removeOidcGrant: 'system',
  removeOidcPayload: 'system',
  removeOldSignIns: 'system',
  removeProcess: 'system',
  saveOidcPayload: 'system',
  changePassword: 'viewer',
  findMappedPeople: 'viewer',
  exportAudit: 'viewer',
  listAdministrators: 'viewer',
  listApplications: 'viewer',
  listAudit: 'viewer',
  listConnections: 'viewer',
  listRevisions: 'viewer',
  listSignIns: 'viewer',
  listKeyRequests: 'viewer',
  listTickets: 'viewer',
  readAuditEntry: 'viewer',
  readConnection: 'viewer',
  readMappingStrength: 'viewer',
  readRevisionSettings: 'viewer',
  readSignIn: 'viewer',
  recentAddresses: 'viewer',
  signOutEverywhere: 'viewer',
  whatIf: 'viewer',
  writeIdentityChanges: 'viewer',
};
