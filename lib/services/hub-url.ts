/** Where the hub takes connectors' links. */
export const hubPath = '/connector';

/** The address a connector dials, from the address people use. */
export function hubUrl(publicUrl: string): string {
  return `${publicUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}${hubPath}`;
}
