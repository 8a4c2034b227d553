import {
  type IdentityChangesInput,
  identityChangesInputSchema,
  type MappedCertificateView,
  type MappedPersonView,
} from '#lib/contracts/mapping-strength.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { IdentityChange } from '#lib/pki/mapping/identity-changes/identity-change.ts';
import { writeLdif } from '#lib/pki/mapping/identity-changes/write-ldif.ts';
import { writePowershell } from '#lib/pki/mapping/identity-changes/write-powershell.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';
import type { Context } from '#lib/services/context.ts';
import { findMappedPeople } from '#lib/services/mapping/find-mapped-people.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

export type IdentityChangesFile = { readonly fileName: string; readonly text: string };

const formNames: Readonly<Record<StrongForm, string>> = {
  'issuer-serial': 'issuer and serial number',
  'subject-key-id': 'subject key identifier',
  'sha1-public-key': 'SHA-1 of the public key',
};

const howTo = {
  ldif: [
    'Apply with ldapmodify -c -H ldaps://... -f FILE, or with ldifde -i -k -f FILE on Windows.',
    'Whoever has a value already is passed over: LDAP result 20.',
  ],
  powershell: ['Needs the ActiveDirectory module and the right to write altSecurityIdentities.'],
} as const;

/** The file that ties certificates to their people strongly: what to add to whose altSecurityIdentities. */
export async function writeIdentityChanges(
  ctx: Context,
  input: IdentityChangesInput,
): Promise<Outcome<IdentityChangesFile>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(identityChangesInputSchema, input);
  if (!parsed.ok) return parsed;
  const { who, dn, form, format } = parsed.value;
  const found = await findMappedPeople(ctx, parsed.value);
  if (!found.ok) return found;
  const wanted = found.value.people.filter((person) => {
    if (who === 'person') return person.dn === dn;
    return who === 'weak' ? person.standing === 'weak' : person.isLockedOut;
  });
  const changes = wanted.map((person) => changeOf(person, form, ctx.now()));
  const writable = changes.filter(({ identities }) => identities.length > 0);
  const heading = [
    `altSecurityIdentities of ${writable.length} of ${wanted.length} people by ${formNames[form]}, from the sign-ins of ${parsed.value.days} days.`,
    ...howTo[format],
    ...changes
      .filter(({ identities }) => identities.length === 0)
      .flatMap(({ name, omitted = [] }) => omitted.map((why) => `Left out: ${name}. ${why}`)),
  ];
  const name = `${found.value.connectionName} strong mapping`.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase();
  return success(
    format === 'ldif'
      ? { fileName: `${name}.ldif`, text: writeLdif(writable, heading) }
      : { fileName: `${name}.ps1`, text: writePowershell(writable, heading) },
  );
}

/** Certificates that were found strongly, or that have ended, need nothing. */
function changeOf(person: MappedPersonView, form: StrongForm, now: number): IdentityChange {
  const identities = new Set<string>();
  const omitted: string[] = [];
  for (const certificate of person.certificates) {
    if (certificate.standing === 'strong') continue;
    const why = omission(certificate, form, now);
    const identity = certificate.strongNames?.[form];
    if (why !== undefined) omitted.push(`The certificate ${certificate.serial} ${why}.`);
    else if (identity !== undefined) identities.add(identity);
  }
  return {
    dn: person.dn,
    ...(person.directoryId === null ? {} : { objectGuid: person.directoryId }),
    name: [person.userName, person.displayName].filter((one) => one !== '').join(', ') || person.dn,
    identities: [...identities],
    omitted,
  };
}

function omission({ notAfter, strongNames }: MappedCertificateView, form: StrongForm, now: number): string | undefined {
  if (notAfter < now) return 'has ended';
  if (strongNames === null) return 'came before its strong names were recorded: they are at its next sign-in';
  return strongNames[form] === undefined ? `has no ${formNames[form]}` : undefined;
}
