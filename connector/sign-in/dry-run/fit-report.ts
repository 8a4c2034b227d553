import { oneLine } from '#connector/sign-in/one-line.ts';
import { type DryRunOutcome, type DryRunReport, type DryRunWay, dryRunReportSchema } from '#lib/wire/dry-run-report.ts';
import { maxSignedResultLength } from '#lib/wire/limits.ts';

/** What is signed around a report, in bytes: ids, the header and the signature. */
const boundBytes = 1_024;
/** base64 makes four characters of three bytes. */
const mostBytes = Math.floor((maxSignedResultLength * 3) / 4) - boundBytes;

/** The report as the protocol takes it: groups first, then facts of steps are left out where it would be too long. */
export function fitReport(report: DryRunReport): DryRunOutcome {
  const cuts = [
    (way: DryRunWay) => way,
    (way: DryRunWay) => withGroups(way, 100),
    (way: DryRunWay) => withGroups(way, 10),
    (way: DryRunWay) => withoutFacts(withGroups(way, 10)),
  ];
  for (const cut of cuts) {
    const told = {
      ...report,
      certificate: report.certificate && cut(inOneLine(report.certificate)),
      account: report.account && cut(inOneLine(report.account)),
    };
    const parsed = dryRunReportSchema.safeParse(told);
    if (parsed.success && Buffer.byteLength(JSON.stringify(parsed.data)) <= mostBytes)
      return { result: 'reported', report: parsed.data };
  }
  const detail = 'What was found is more than can be told to Gatehouse at once.';
  return { result: 'unavailable', reason: 'result-too-large', detail };
}

function inOneLine(way: DryRunWay): DryRunWay {
  return way.result === 'accepted' ? way : { ...way, detail: oneLine(way.detail, 1_000) };
}

function withGroups(way: DryRunWay, most: number): DryRunWay {
  if (way.result !== 'accepted' || way.person.groups.length <= most) return way;
  return { ...way, person: { ...way.person, groups: way.person.groups.slice(0, most), groupsCut: true } };
}

function withoutFacts(way: DryRunWay): DryRunWay {
  return { ...way, steps: way.steps.map(({ facts: _left, ...step }) => step) };
}
