import type { Bytes } from '#lib/core/bytes.ts';
import { readTlv } from '#lib/pki/asn1/tlv.ts';
import { readDer } from '#lib/pki/files/read-der.ts';
import { type PemBlock, readPem } from '#lib/pki/files/read-pem.ts';
import type { Place, ReadingCollector } from '#lib/pki/files/reading-collector.ts';
import { readTraditionalKey } from '#lib/pki/keys/traditional-pem.ts';

/** Reads every armoured block of a text by its content; its label only helps to name it. */
export async function readPemBlocks(text: string, collector: ReadingCollector): Promise<void> {
  let number = 0;
  for (const block of readPem(text)) {
    number += 1;
    if (collector.isFull) return;
    const part = `block ${number} (${block.label})`;
    if ('refusal' in block) {
      const where = `${part}, line ${block.line}`;
      collector.refuse(
        block.refusal,
        where,
        `${collector.name}: ${part} cannot be read at line ${block.line}: ${block.message}.`,
        'Copy the block again, whole, from its BEGIN line to its END line.',
      );
    } else {
      await readBlock(block, { part, base: 0 }, collector);
    }
  }
  if (number === 0) {
    collector.refuse(
      'broken-encoding',
      'whole file',
      `${collector.name} has a BEGIN mark, but no complete BEGIN line.`,
      'Copy the certificate again, whole, from its BEGIN line to its END line.',
    );
  }
}

async function readBlock(block: PemBlock, place: Place, collector: ReadingCollector): Promise<void> {
  if (block.label.endsWith(' PARAMETERS')) {
    collector.countPart('other');
    return collector.ignore(place.part, 'The key itself names its parameters.');
  }
  if (block.label === 'OPENSSH PRIVATE KEY') {
    collector.countPart('other');
    return collector.refuse(
      'unsupported-key',
      place.part,
      `${collector.name}: ${place.part} is a key in OpenSSH's own form.`,
      'Convert it with ssh-keygen -p -m PKCS8 -f FILE and drop it again.',
    );
  }
  if (block.content.length === 0) {
    collector.countPart('other');
    return collector.refuse(
      'broken-encoding',
      `${place.part}, line ${block.line}`,
      `${collector.name}: ${place.part} is empty.`,
      'Copy the block again, whole, from its BEGIN line to its END line.',
    );
  }
  if (block.headers.get('Proc-Type')?.includes('ENCRYPTED') === true) {
    if (!collector.countPart('key')) return;
    return readTraditionalKey(block, place, collector);
  }
  await readDer(withoutTrust(block), place, collector);
}

/** OpenSSL writes its trust settings behind the certificate in a TRUSTED CERTIFICATE block. */
function withoutTrust(block: PemBlock): Bytes {
  if (block.label !== 'TRUSTED CERTIFICATE') return block.content;
  return block.content.subarray(0, readTlv(block.content)?.end ?? block.content.length);
}
