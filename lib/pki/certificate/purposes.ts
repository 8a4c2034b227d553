/** Key purposes of RFC 5280 section 4.2.1.12 that Gatehouse asks about. */
export const purpose = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  any: '2.5.29.37.0',
} as const;
