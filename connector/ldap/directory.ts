import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';
import type { DirectoryState } from '#lib/wire/frames.ts';
import type { MethodResult, Person } from '#lib/wire/method-result.ts';

/** The directory could not be asked; nothing is known about the person. `reason` is a name like `directory-unreachable`. */
export type DirectoryFault = { readonly reason: string; readonly detail: string };

export type DirectoryEntry = {
  readonly dn: string;
  /** By lower-case attribute name, in the directory's order. */
  readonly attributes: ReadonlyMap<string, readonly (string | Bytes)[]>;
};

/** What a sign-in asks of a directory, whatever is behind it: LDAP servers or, for trying things out, an LDIF file. */
export type Directory = {
  /** People (the configured person filter holds too) that fit. At most two are fetched: one is somebody, two are too many. */
  readonly findPeople: (filter: Filter) => Promise<Outcome<readonly DirectoryEntry[], DirectoryFault>>;
  /** The filter for a name as typed at the password form, by the configured attributes. */
  readonly userNameFilter: (typed: string) => Filter;
  /** The filter for a Kerberos principal, by its full name; undefined where its realm's names mean nobody here. */
  readonly principalFilter: (principal: string) => Filter | undefined;
  /** Profile and groups, nested ones included. */
  readonly readPerson: (entry: DirectoryEntry) => Promise<Outcome<Person, DirectoryFault>>;
  /** Finds the person and binds as them; never with an empty password. Named results, see docs/connector.md. */
  readonly checkPassword: (userName: string, password: string) => Promise<MethodResult>;
  readonly state: () => DirectoryState;
  /** Calls back whenever `state` changed; returns how to stop that. */
  readonly watch: (onChange: () => void) => () => void;
  readonly close: () => Promise<void>;
};
