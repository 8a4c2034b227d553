import type { CatalogueEntry } from '#lib/core/finding.ts';

/** Every finding about settings as a whole; those about one certificate or one network stand in their own catalogues. The ids are stable. */
export const settingsFindingCatalogue = {
  'METHOD-NO-FRONT-URL': {
    severity: 'error',
    area: 'methods',
    title: 'Client certificates or Kerberos are on without a front-facing URL',
    meaning:
      'People are sent to the front-facing URL to present their certificate or Kerberos ticket; without one nobody can.',
    remedy: 'Type the front-facing URL of the connectors, or turn the method off.',
  },
  'METHOD-SHARED-HOST': {
    severity: 'warning',
    area: 'methods',
    title: 'The front-facing URL and Gatehouse share a host name',
    meaning:
      'Browsers remember a certificate choice, and reuse connections, for a whole host: who opens Gatehouse may be asked for a certificate, or get no answer.',
    remedy: 'Use a host name for the front-facing URL that serves nothing else.',
  },
  'KERBEROS-SAME-URL': {
    severity: 'error',
    area: 'methods',
    title: 'Kerberos has the same front-facing URL as client certificates',
    meaning:
      'The front-facing URL of Kerberos is there so that no certificate is asked for; at the same host and port it is the same listener, which asks.',
    remedy: 'Give Kerberos another host name or port, or leave its front-facing URL empty.',
  },
  'KERBEROS-SHARES-CHOOSER': {
    severity: 'warning',
    area: 'methods',
    title: 'People who only use Kerberos are asked for a certificate',
    meaning:
      'A network uses Kerberos and no certificates, but the one front-facing URL asks every browser for a certificate first.',
    remedy: 'Give Kerberos a front-facing URL of its own.',
  },
  'MAPPING-IMPOSSIBLE': {
    severity: 'error',
    area: 'methods',
    title: 'A mapping rule can find nobody',
    meaning: 'What the rule takes from a certificate is never in the attribute that it is looked for in.',
    remedy: 'Choose another attribute for this rule, or remove it.',
  },
  'MAPPING-WEAK': {
    severity: 'note',
    area: 'methods',
    title: 'People are found by a name in their certificate',
    meaning:
      'Names can be given to somebody else, so these rules are as safe as every accepted authority is careful with names; Windows calls such mapping weak (KB5014754).',
    remedy:
      'Where your authorities allow it, prefer the SID extension, issuer and serial number, the subject key identifier or the public key.',
  },
  'MAPPING-WEAK-FIRST': {
    severity: 'note',
    area: 'methods',
    title: 'A weak mapping rule is asked before a strong one',
    meaning:
      'The first rule that finds somebody decides, so that people come by the weak one although a strong one may find them too.',
    remedy: 'Put the strong rules first; the weak ones then serve only those who have no strong mapping yet.',
  },
  'MAPPING-NONE-STRONG': {
    severity: 'error',
    area: 'methods',
    title: 'Strong mapping is required, and no rule is strong',
    meaning: 'Connectors pass weak rules over, so that nobody could sign in with a certificate.',
    remedy:
      'Add a strong rule, such as issuer and serial number in altSecurityIdentities, or let weak rules count again.',
  },
  'MAPPING-WEAK-PASSED-OVER': {
    severity: 'note',
    area: 'methods',
    title: 'Weak mapping rules are passed over',
    meaning:
      'Strong mapping is required: these rules count for nobody, and whoever is found by them alone is refused as “mapping too weak”.',
    remedy: 'See on the page Mapping who that is; remove the rules once nobody needs them.',
  },
  'REVOCATION-OFF': {
    severity: 'note',
    area: 'methods',
    title: 'Revoked certificates are accepted',
    meaning: 'Connectors look up no revocation lists, so that a certificate counts until it ends.',
    remedy: 'Turn revocation on if your authorities publish revocation lists where connectors reach them.',
  },
  'REVOCATION-NO-LIST': {
    severity: 'warning',
    area: 'ca-certificates',
    title: 'A CA certificate does not say where its revocation list is',
    meaning:
      'It names no http address of the list it would be on, so it is not known whether it was revoked; with “refuse where a list cannot be had” everybody below it is refused.',
    remedy:
      'Let people in where a list cannot be had, or have the authority’s certificate issued again with the address.',
  },
  'REVOCATION-RULE-UNUSED': {
    severity: 'note',
    area: 'methods',
    title: 'Revocation is set for an authority that is not accepted',
    meaning: 'None of the CA certificates has the key that the setting is for, so nothing comes of it.',
    remedy: 'Remove the setting, or add the CA certificate.',
  },
  'REVOCATION-LIST-UNUSABLE': {
    severity: 'error',
    area: 'methods',
    title: 'An uploaded revocation list cannot be used',
    meaning: 'It cannot be read, is that of another authority, or was not signed by the authority it is for.',
    remedy: 'Upload the list that this authority published, as it came.',
  },
  'REVOCATION-LIST-ENDED': {
    severity: 'warning',
    area: 'methods',
    title: 'An uploaded revocation list has ended',
    meaning:
      'It still says who was revoked, and nothing of anybody else; with “refuse where a list cannot be had” nobody of this authority gets in.',
    remedy: 'Upload the newest list of this authority, or name the address where it is published.',
  },
  'OUTSIDE-REFUSE-ALL': {
    severity: 'error',
    area: 'networks',
    title: 'Nobody could sign in from anywhere',
    meaning: 'Addresses outside the networks are refused, and there is no network.',
    remedy: 'Add the networks people come from, or let people outside sign in with a password.',
  },
  'SSL-UNREADABLE': {
    severity: 'error',
    area: 'ssl-certificate',
    title: 'A certificate of the SSL chain cannot be read',
    meaning: 'Its bytes are no X.509 certificate, so connectors could not serve with it.',
    remedy: 'Remove it and drop its file again.',
  },
  'SSL-KEY-MISSING': {
    severity: 'error',
    area: 'ssl-certificate',
    title: 'No connector has the key of the SSL certificate',
    meaning: 'The key is sealed to none of the connectors, so that every one of them would refuse the revision.',
    remedy: 'Drop the file with the key of the SSL certificate and save: it is then sealed to every connector.',
  },
  'SSL-KEY-NOT-SEALED': {
    severity: 'warning',
    area: 'ssl-certificate',
    title: 'A connector has not got the key of the SSL certificate',
    meaning:
      'The key was sealed before this connector enrolled, and nobody but the connectors can open it; this one will refuse the revision.',
    remedy: 'Drop the file with the key of the SSL certificate again and save.',
  },
  'CA-UNREADABLE': {
    severity: 'error',
    area: 'ca-certificates',
    title: 'A CA certificate cannot be read',
    meaning: 'Its bytes are no X.509 certificate, so nobody could be checked against it.',
    remedy: 'Remove it and drop its file again.',
  },
  'NO-CONNECTORS': {
    severity: 'warning',
    area: 'connectors',
    title: 'The connection has no connector',
    meaning: 'Nothing serves the settings until a connector takes them over.',
    remedy: 'Enrol a connector with a ticket.',
  },
  'CONNECTOR-NO-DIRECTORY': {
    severity: 'warning',
    area: 'connectors',
    title: 'A connector has no directory',
    meaning: 'No directory is configured next to it, so it finds nobody, whatever the method.',
    remedy: 'Add the directory to config.json on its machine and run gatehouse-connector doctor.',
  },
  'CONNECTOR-TRIAL-DIRECTORY': {
    severity: 'warning',
    area: 'connectors',
    title: 'A connector uses a file instead of a directory',
    meaning:
      'It finds people in an LDIF file, which is for trying things out: nobody is locked, expires or leaves there.',
    remedy: 'Configure your directory in config.json on its machine before people depend on it.',
  },
  'CONNECTOR-NO-KERBEROS': {
    severity: 'warning',
    area: 'connectors',
    title: 'Kerberos is on, and a connector has no keytab',
    meaning: 'It can take no tickets; people who reach it fall to the next method.',
    remedy: 'Put a keytab on its machine, name it in config.json, and run gatehouse-connector doctor.',
  },
  'KERBEROS-NO-KEY': {
    severity: 'warning',
    area: 'connectors',
    title: 'A connector has no key for the host people are sent to',
    meaning: 'Browsers ask for a ticket for the host of the front-facing URL, and the keytab has no key for that name.',
    remedy:
      'Register HTTP/ and that host name as a service principal of the connectors’ account, and export the keytab again.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type SettingsFindingId = keyof typeof settingsFindingCatalogue;
