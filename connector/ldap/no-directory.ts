import type { Directory, DirectoryFault } from '#connector/ldap/directory.ts';

const fault: DirectoryFault = {
  reason: 'directory-not-configured',
  detail: 'config.json of this connector names no "directory"',
};
const failed = { ok: false, problem: fault } as const;

/** Stands where config.json names no directory: everybody is told so, nobody is found. */
export const noDirectory: Directory = {
  findPeople: async () => failed,
  userNameFilter: (typed) => ({ kind: 'equal', attribute: 'uid', value: typed }),
  principalFilter: (principal) => ({ kind: 'equal', attribute: 'krbPrincipalName', value: principal }),
  readPerson: async () => failed,
  checkPassword: async (userName) => ({
    result: 'unavailable',
    ...fault,
    steps: [],
    claimedName: userName.slice(0, 500),
  }),
  state: () => ({ state: 'none', kind: 'none', answering: 0, configured: 0 }),
  watch: () => () => {},
  close: async () => {},
};
