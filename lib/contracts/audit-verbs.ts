import type { AuditFacts } from '#lib/contracts/audit.ts';

type Sentence = {
  /** Its name in the filter. */
  readonly label: string;
  /** What follows after the person's name; `{thing}` is where the thing stands. */
  readonly did: (facts: AuditFacts) => string;
};

const named = (facts: AuditFacts, name: string, before = '', after = ''): string =>
  facts[name] === undefined ? '' : `${before}${facts[name]}${after}`;

/** By the names of that time; the thing may be called otherwise by now. */
const renamed = (facts: AuditFacts): string =>
  facts['formerName'] === undefined || facts['name'] === undefined
    ? 'renamed {thing}'
    : `renamed ${facts['formerName']} to ${facts['name']}`;

/** What each verb of the audit says, in people's words. */
const sentences: Readonly<Record<string, Sentence>> = {
  createFirstAdministrator: { label: 'first administrator made', did: () => 'became the first administrator, {thing}' },
  signInAdministrator: { label: 'administrator signed in', did: () => 'signed in as {thing}' },
  signOutEverywhere: { label: 'signed out everywhere', did: () => 'signed {thing} out everywhere' },
  inviteAdministrator: {
    label: 'administrator invited',
    did: (facts) => `invited {thing}${named(facts, 'role', ' as ')}`,
  },
  withdrawInvitation: { label: 'invitation withdrawn', did: () => 'withdrew the invitation for {thing}' },
  acceptInvitation: {
    label: 'invitation taken',
    did: (facts) => `took an invitation${named(facts, 'role', ' as ')} and became {thing}`,
  },
  changeAdministratorRole: {
    label: 'role changed',
    did: (facts) => `changed the role of {thing}${named(facts, 'formerRole', ' from ')}${named(facts, 'role', ' to ')}`,
  },
  removeAdministrator: { label: 'administrator removed', did: () => 'removed the administrator {thing}' },
  changePassword: { label: 'password changed', did: () => 'changed the password of {thing}' },
  issueSetupLink: { label: 'set-up link issued', did: () => 'issued the set-up link for the first administrator' },
  createConnection: { label: 'connection created', did: () => 'created {thing}' },
  renameConnection: {
    label: 'connection renamed',
    did: renamed,
  },
  deleteConnection: { label: 'connection deleted', did: () => 'deleted {thing}' },
  saveDraft: { label: 'draft saved', did: () => 'saved the draft of {thing}' },
  discardDraft: { label: 'draft discarded', did: () => 'discarded the draft of {thing}' },
  restoreRevision: {
    label: 'revision restored',
    did: (facts) => `made ${named(facts, 'revision', 'revision ') || 'a revision'} the draft of {thing}`,
  },
  publishSettings: {
    label: 'settings published',
    did: (facts) => `published ${named(facts, 'revision', 'revision ') || 'a revision'} of {thing}`,
  },
  pauseRollout: {
    label: 'rollout paused',
    did: (facts) => `paused the rollout of ${named(facts, 'revision', 'revision ') || 'a revision'} of {thing}`,
  },
  resumeRollout: {
    label: 'rollout resumed',
    did: (facts) => `resumed the rollout of ${named(facts, 'revision', 'revision ') || 'a revision'} of {thing}`,
  },
  stopRollout: {
    label: 'rollout stopped',
    did: (facts) => `stopped the rollout of ${named(facts, 'revision', 'revision ') || 'a revision'} of {thing}`,
  },
  advanceRollouts: {
    label: 'rollout went on or stopped',
    did: (facts) =>
      `brought the rollout of ${named(facts, 'revision', 'revision ') || 'a revision'} of {thing} one step further`,
  },
  rollBackTo: {
    label: 'rolled back to a revision',
    did: (facts) => `rolled {thing} back by ${named(facts, 'revision', 'revision ') || 'a revision'}`,
  },
  retryConnector: { label: 'connector asked again', did: () => 'had {thing} asked again to take its revision over' },
  createTicket: { label: 'ticket issued', did: () => 'issued a ticket for a connector of {thing}' },
  enrolConnector: { label: 'connector enrolled', did: () => 'enrolled {thing} with a ticket' },
  renameConnector: {
    label: 'connector renamed',
    did: renamed,
  },
  revokeConnector: { label: 'connector revoked', did: () => 'revoked {thing}' },
  askKeyRequest: { label: 'key made on a connector', did: () => 'had {thing} make a key and a certificate request' },
  forgetKey: { label: 'key forgotten', did: () => 'had {thing} forget a key' },
  askDryRun: { label: 'dry run', did: () => 'asked connectors of {thing} for a dry run' },
  createApplication: { label: 'application created', did: () => 'created {thing}' },
  changeApplication: { label: 'application changed', did: () => 'changed {thing}' },
  deleteApplication: { label: 'application deleted', did: () => 'deleted {thing}' },
  renewApplicationSecret: { label: 'secret renewed', did: () => 'renewed the secret of {thing}' },
  rotateOidcKeysNow: { label: 'signing keys replaced', did: () => 'replaced the keys that ID tokens are signed with' },
  chainOldEntries: {
    label: 'older entries chained',
    did: (facts) =>
      `chained ${facts['entries'] ?? 'the'} older entries: what happened to them before this moment, the chain cannot tell`,
  },
  resumeAuditChain: {
    label: 'chain resumed',
    did: () => 'found the end of the chain not as it had left it, and went on from what was there',
  },
};

export const auditVerbs: readonly string[] = Object.keys(sentences);

export function auditVerbLabel(verb: string): string {
  return sentences[verb]?.label ?? verb;
}

export type SentencePart = { readonly text: string; readonly isThing?: true };

/** What was done, in words; one part stands for the thing it was done to. A verb of another version of Gatehouse is named. */
export function auditSentence({ verb, facts }: { readonly verb: string; readonly facts: AuditFacts }): SentencePart[] {
  const did = sentences[verb]?.did(facts) ?? `did “${verb}” to {thing}`;
  return did
    .split(/(\{thing\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{thing}' ? { text: '', isThing: true } : { text: part }));
}
