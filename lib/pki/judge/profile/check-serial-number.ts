import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

const paragraph = 'RFC 5280 section 4.1.2.2';
const maxOctets = 20;

/** RFC 5280 section 4.1.2.2: "The serial number MUST be a positive integer … Conforming CAs MUST NOT use serialNumber values longer than 20 octets." */
export const checkSerialNumber: PathRule = (place) => {
  const { serial, isSerialNegative } = place.certificate;
  if (isSerialNegative) return departs(place, paragraph, 'has a negative serial number');
  if (/^0*$/.test(serial)) return departs(place, paragraph, 'has the serial number zero');
  if (serial.length / 2 <= maxOctets) return undefined;
  return departs(place, paragraph, `has a serial number of more than ${maxOctets} octets`);
};
