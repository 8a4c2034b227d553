import type { PemBlock } from '#lib/pki/files/read-pem.ts';
import type { Place, ReadingCollector } from '#lib/pki/files/reading-collector.ts';
export async function readTraditionalKey(_block: PemBlock, place: Place, collector: ReadingCollector): Promise<void> {
  collector.ignore(place.part, 'later');
}
