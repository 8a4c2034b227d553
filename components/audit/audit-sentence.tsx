import { whoWords } from '#components/audit/who-words.ts';
import type { AuditSummaryView } from '#lib/contracts/audit.ts';
import { auditSentence } from '#lib/contracts/audit-verbs.ts';

/** `Ada Marsh published revision 7 of Fabrikam HQ.` */
export function AuditSentence({ entry }: { entry: AuditSummaryView }) {
  return (
    <span className="text-pretty break-words">
      <span className="font-medium">{whoWords(entry)}</span>{' '}
      {auditSentence(entry).map((part) =>
        part.isThing ? (
          <span key="thing" className="font-medium">
            {thingWords(entry)}
          </span>
        ) : (
          <span key={part.text}>{part.text}</span>
        ),
      )}
    </span>
  );
}

function thingWords({ subject }: AuditSummaryView): string {
  return subject.name ?? subject.id;
}
