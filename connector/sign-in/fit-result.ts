import { oneLine } from '#connector/sign-in/one-line.ts';
import { maxSignedResultLength } from '#lib/wire/limits.ts';
import { type MethodResult, methodResultSchema, type Person } from '#lib/wire/method-result.ts';

/** What is signed around a result, in bytes: ids, a receipt, the header and the signature. */
const boundBytes = 1_024;
/** base64 makes four characters of three bytes. */
const mostBytes = Math.floor((maxSignedResultLength * 3) / 4) - boundBytes;
const mostGroups = 2_000;

/** The result as the protocol takes it: groups that are too many for one frame are cut, and that is said. */
export function fitResult(result: MethodResult): MethodResult {
  const told: MethodResult =
    result.result === 'accepted'
      ? {
          ...result,
          person: withFewerGroups(result.person, mostBytes - size({ ...result, person: bare(result.person) })),
        }
      : { ...result, detail: oneLine(result.detail, 1_000) };
  const named = told.claimedName === undefined ? told : { ...told, claimedName: oneLine(told.claimedName, 500) };
  const parsed = methodResultSchema.safeParse(named);
  if (parsed.success && size(parsed.data) <= mostBytes) return parsed.data;
  const field = parsed.error?.issues[0]?.path.join('.') ?? 'size';
  const detail = `What the directory holds of this person cannot be told to Gatehouse (${field}).`;
  return { result: 'unavailable', reason: 'result-too-large', detail, steps: result.steps.slice(0, 32) };
}

function bare(person: Person): Person {
  return { ...person, groups: [] };
}

function withFewerGroups(person: Person, bytes: number): Person {
  let left = bytes;
  const groups: string[] = [];
  for (const group of person.groups) {
    left -= Buffer.byteLength(JSON.stringify(group)) + 1;
    if (left < 0 || groups.length >= mostGroups) return { ...person, groups, groupsCut: true };
    groups.push(group);
  }
  return person;
}

function size(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
