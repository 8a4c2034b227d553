/** What this Gatehouse is called in tokens; discovery is below it (OpenID Connect Discovery section 4). */
export function issuerOf(publicUrl: string): string {
  return `${publicUrl}/oidc`;
}
