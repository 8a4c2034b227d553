const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Check the address, and that Gatehouse runs',
  ENOTFOUND: 'this machine knows no host of that name. Check the address and the name server',
  EAI_AGAIN: 'the name server did not answer. Try again',
  ECONNRESET: 'the connection was cut. Check proxies and firewalls on the way',
  ETIMEDOUT: 'no answer came. Check proxies and firewalls on the way',
  EHOSTUNREACH: 'there is no way to that host. Check the network of this machine',
  ENETUNREACH: 'there is no way to that network. Check the network of this machine',
  UND_ERR_CONNECT_TIMEOUT: 'no answer came. Check proxies and firewalls on the way',
  UND_ERR_SOCKET: 'the connection was cut. Check proxies and firewalls on the way',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired. Renew it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name. Use the name that stands in it',
};

const untrusted =
  'its TLS certificate is not trusted by this machine. Set NODE_EXTRA_CA_CERTS to the PEM file of the authority that issued it, or NODE_USE_SYSTEM_CA=1 to trust what the system trusts';

const untrustedCodes = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** One sentence from what fetch or ws throws: the host, why, and what to do. */
export function whyUnreachable(host: string, thrown: unknown): string {
  if (thrown instanceof Error && thrown.name === 'TimeoutError')
    return `${host} cannot be reached: no answer came in time. Check proxies and firewalls on the way.`;
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const code = String((cause as NodeJS.ErrnoException | null | undefined)?.code ?? '');
  const known = untrustedCodes.includes(code) ? untrusted : unreachable[code];
  if (known !== undefined) return `${host} cannot be reached: ${known} (${code}).`;
  const message = cause instanceof Error && cause.message !== '' ? cause.message : code || 'no answer came';
  return `${host} cannot be reached: ${message.replaceAll(/\p{Cc}+/gu, ' ')}.`;
}
