import type { Bytes } from '#lib/core/bytes.ts';
import type { Place, ReadingCollector } from '#lib/pki/files/reading-collector.ts';
export async function readPkcs12(_bytes: Bytes, place: Place, collector: ReadingCollector): Promise<void> {
  collector.ignore(place.part, 'later');
}
