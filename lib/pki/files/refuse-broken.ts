import type { ReadingCollector } from '#lib/pki/files/reading-collector.ts';

/** Says that the file's bytes are wrong at a place. */
export function refuseBroken(where: string, message: string, collector: ReadingCollector): void {
  collector.refuse(
    'broken-encoding',
    where,
    `${collector.name} is broken at ${where}: ${message}.`,
    'Export or download the file again; it may have been cut off or changed on the way.',
  );
}
