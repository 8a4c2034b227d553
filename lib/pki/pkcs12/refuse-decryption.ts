import type { ReadingCollector } from '#lib/pki/files/reading-collector.ts';
import type { DecryptProblem } from '#lib/pki/pkcs12/decrypt-with.ts';

/** Says why an encrypted part stays closed; `what` is the file, or `block 2 (ENCRYPTED PRIVATE KEY)` of it. */
export function refuseDecryption(
  problem: DecryptProblem,
  part: string,
  what: string,
  collector: ReadingCollector,
): void {
  const { name, passphrase } = collector;
  const subject = what === '' ? name : `${name}: ${what}`;
  const where = [what, part].filter((words) => words !== '').join(', ') || 'whole file';
  switch (problem.failure) {
    case 'wrong-passphrase':
      if (passphrase === undefined) {
        collector.refuse(
          'needs-passphrase',
          where,
          `${subject} is protected by a passphrase.`,
          'Type the passphrase that was set when it was exported.',
        );
      } else {
        collector.refuse(
          'wrong-passphrase',
          where,
          `The passphrase does not open ${subject}.`,
          'Type the passphrase that was set when it was exported; capital letters and the keyboard layout matter. If it is right, the file was damaged.',
        );
      }
      break;
    case 'unsupported':
    case 'too-costly':
      collector.refuse(
        'unsupported-encryption',
        where,
        `${subject} cannot be opened: ${problem.message}.`,
        'Export it again with AES-256, for instance with: openssl pkcs12 -export.',
      );
      break;
    case 'broken':
      collector.refuse(
        'broken-encoding',
        where,
        `${subject} is broken at ${part || 'its encryption'}: ${problem.message}.`,
        'Export the file again.',
      );
      break;
  }
}
