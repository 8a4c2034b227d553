/** KB5014754: the strong forms of altSecurityIdentities; issuer and serial number is the one it recommends. */
export const strongForms = ['issuer-serial', 'subject-key-id', 'sha1-public-key'] as const;
export type StrongForm = (typeof strongForms)[number];
