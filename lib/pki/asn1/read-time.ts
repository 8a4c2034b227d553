import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, identifierOf } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';

// Seconds and `Z` are required by RFC 5280, but certificates from before it leave them out or give an offset.
const utcTime = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})$/;
const generalizedTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{4})$/;

/** `Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }`, RFC 5280 section 4.1.2.5, in milliseconds since 1970. */
export function readTime(validity: BlockReader, field: string): number {
  const block = validity.any(field);
  const identifier = identifierOf(block);
  const isUtcTime = identifier === tag.utcTime;
  if (!isUtcTime && identifier !== tag.generalizedTime) return validity.refuse(field, 'is no time');
  const text = String.fromCharCode(...contentOf(block).subarray(0, 40));
  const match = (isUtcTime ? utcTime : generalizedTime).exec(text);
  if (match === null) return validity.refuse(field, `is no time (${JSON.stringify(text)})`);
  const [, yearDigits, month, day, hour, minute, second = '0', zone = 'Z'] = match;
  const year = isUtcTime ? fullYear(Number(yearDigits)) : Number(yearDigits);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(month) - 1, Number(day));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) {
    return validity.refuse(field, `is no day of the calendar (${JSON.stringify(text)})`);
  }
  date.setUTCHours(Number(hour), Number(minute) - zoneMinutes(zone), Number(second));
  return date.getTime();
}

/** RFC 5280 section 4.1.2.5.1: 50 to 99 are of the twentieth century. */
function fullYear(twoDigits: number): number {
  return twoDigits >= 50 ? 1900 + twoDigits : 2000 + twoDigits;
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return zone.startsWith('-') ? -minutes : minutes;
}
