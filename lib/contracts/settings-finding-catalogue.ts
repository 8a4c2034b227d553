import type { CatalogueEntry } from '#lib/core/finding.ts';

/** Every finding about settings as a whole; those about one certificate or one network stand in their own catalogues. The ids are stable. */
export const settingsFindingCatalogue = {
  'METHOD-NO-FRONT-URL': {
    severity: 'error',
    area: 'methods',
    title: 'Client certificates are on without a front-facing URL',
    meaning: 'People are sent to the front-facing URL to present their certificate; without one nobody can.',
    remedy: 'Type the front-facing URL of the connectors, or turn client certificates off.',
  },
  'METHOD-SHARED-HOST': {
    severity: 'warning',
    area: 'methods',
    title: 'The front-facing URL and Gatehouse share a host name',
    meaning:
      'Browsers remember a certificate choice, and reuse connections, for a whole host: who opens Gatehouse may be asked for a certificate, or get no answer.',
    remedy: 'Use a host name for the front-facing URL that serves nothing else.',
  },
  'KERBEROS-NOT-SERVED': {
    severity: 'warning',
    area: 'methods',
    title: 'Kerberos is on, and connectors do not serve it yet',
    meaning: 'Connectors of this version answer no Kerberos yet; people fall to the next method.',
    remedy: 'Leave Kerberos off until your connectors serve it.',
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
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type SettingsFindingId = keyof typeof settingsFindingCatalogue;
