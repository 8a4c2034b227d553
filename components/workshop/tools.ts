/** The tools of the workshop, in the order of its tabs. */
export const tools = [
  {
    path: 'repair',
    label: 'Repair a PFX',
    text: 'Old encryption, a chain out of order, a missing issuer: see what is wrong, and save the file anew under AES-256.',
  },
  {
    path: 'bundles',
    label: 'Split and join',
    text: 'Take a PFX, PKCS#7 or PEM bundle apart into single files, or put single files together into one.',
  },
  {
    path: 'trial',
    label: 'Trial certificates',
    text: 'An authority of your own for trying out, and certificates from it for a server and for people, with user name and SID.',
  },
  {
    path: 'request',
    label: 'Certificate request',
    text: 'A key, made on a connector or in this browser, and a signing request (CSR) for the authority that issues the SSL certificate.',
  },
] as const;
