import type { AuditSummaryView } from '#lib/contracts/audit.ts';

/** Who did it, as a sentence begins: by the name of today where there is one. */
export function whoWords({ actorKind, actorName, actorTitle }: AuditSummaryView): string {
  switch (actorKind) {
    case 'system':
      return 'Gatehouse';
    case 'anonymous':
      return `Somebody at ${actorName}`;
    case 'connector':
      return `Connector ${actorTitle ?? actorName}`;
    default:
      return actorTitle ?? actorName;
  }
}
