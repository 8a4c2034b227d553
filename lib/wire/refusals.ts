import { z } from 'zod';

/** Why a connector does not take a revision over; stable names, shown in the console. */
export const revisionRefusalSchema = z.enum([
  'signature-invalid',
  'settings-unreadable',
  'wrong-connection',
  'older-revision',
  'ssl-certificate-missing',
  'key-not-sealed',
  'key-unreadable',
  'key-does-not-fit',
  'certificate-unusable',
  'ca-unusable',
  'listener-failed',
  'listener-answers-otherwise',
  'not-saved',
  'unexpected',
]);

export type RevisionRefusal = z.infer<typeof revisionRefusalSchema>;

/** What the console says of each, and what to do. */
export const refusalSentences: Record<RevisionRefusal, { readonly message: string; readonly remedy: string }> = {
  'signature-invalid': {
    message: 'The settings are not signed by the Gatehouse this connector enrolled with.',
    remedy: 'If Gatehouse was set up anew, enrol the connector again.',
  },
  'settings-unreadable': {
    message: 'The connector cannot read the settings.',
    remedy: 'Update the connector to the version of Gatehouse.',
  },
  'wrong-connection': {
    message: 'The settings belong to another connection.',
    remedy: 'Enrol the connector again with a ticket of this connection.',
  },
  'older-revision': {
    message: 'The connector already took a newer revision over.',
    remedy:
      'If the database was restored from a backup, look the draft through, change what is missing and publish it.',
  },
  'ssl-certificate-missing': {
    message: 'Client certificates are on, but the settings hold no SSL certificate.',
    remedy: 'Drop the SSL certificate of the front-facing URL and publish again.',
  },
  'key-not-sealed': {
    message: 'The key of the SSL certificate is not sealed to this connector.',
    remedy: 'Drop the file with the SSL key again, save and publish: the key is then sealed to this connector too.',
  },
  'key-unreadable': {
    message: 'The connector cannot open the sealed SSL key with its own key.',
    remedy: 'Drop the file with the SSL key again; if that does not help, enrol the connector again.',
  },
  'key-does-not-fit': {
    message: 'The sealed key does not belong to the SSL certificate.',
    remedy: 'Drop the SSL certificate together with its key again.',
  },
  'certificate-unusable': {
    message: 'The TLS library of the connector refuses the SSL certificate or its key.',
    remedy: 'Use an RSA key of 2048 bits or more, or P-256/P-384, signed with SHA-256.',
  },
  'ca-unusable': {
    message: 'The TLS library of the connector refuses one of the CA certificates.',
    remedy: 'Remove the CA certificate named in the details.',
  },
  'listener-failed': {
    message: 'The connector cannot listen on its address.',
    remedy: 'Free the port, or set another one in the connector’s config.json or with --listen.',
  },
  'listener-answers-otherwise': {
    message: 'The listener did not answer with the new SSL certificate.',
    remedy: 'See the connector’s log; another program may hold the port.',
  },
  'not-saved': {
    message: 'The connector could not write the settings to its disk.',
    remedy: 'Check free space and rights of the connector’s data folder.',
  },
  unexpected: {
    message: 'The connector met an error it has no name for.',
    remedy: 'See the connector’s log.',
  },
};
