import { type Role, roles } from '#lib/core/role.ts';

/** What each role may, in the words of whoever gives it. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'reads everything and changes nothing',
  operator: 'drafts, publishes, enrols connectors, sets up applications; deletes no connection',
  owner: 'does everything, and decides who may do what',
};

/** As in a list to choose from. */
export const roleChoices = roles.map((role) => ({
  role,
  name: `${role.charAt(0).toUpperCase()}${role.slice(1)}`,
  words: roleWords[role],
}));
