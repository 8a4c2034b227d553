/** What is known of one connector of a wave. Times in milliseconds since 1970, by Gatehouse's clock. */
export type WaveMember = {
  readonly connectorId: string;
  /** Since when it is linked; undefined while it is not. */
  readonly linkedSince?: number | undefined;
  /** When its last link ended; undefined where it never had one. */
  readonly leftAt?: number | undefined;
  readonly answer:
    | { readonly kind: 'none' }
    | { readonly kind: 'refused' }
    | { readonly kind: 'serving'; readonly since: number };
  /** What it says of itself that speaks against the revision: a test of its own that failed, a directory that answered before and does not now. */
  readonly complaint?: WaveComplaint | undefined;
};

export const waveComplaints = [
  'self-test-failed',
  'listener-failed',
  'directory-failing',
  'kerberos-failing',
  'revocation-failing',
] as const;
export type WaveComplaint = (typeof waveComplaints)[number];

export type WaveRules = {
  /** How long every connector of a wave has to serve before the next wave begins, milliseconds. */
  readonly healthyForMs: number;
  /** How long a linked connector may take to answer, and one that serves may be without a link, milliseconds. */
  readonly patienceMs: number;
};

export const waveFaults = ['refused', 'no-answer', 'went-silent', ...waveComplaints] as const;
export type WaveFault = (typeof waveFaults)[number];

export type WaveVerdict =
  /** `until`: when to look again if nothing happens before; undefined where only an event can change it. */
  | { readonly kind: 'wait'; readonly because: 'answers' | 'health' | 'nobody-linked'; readonly until?: number }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'faulty'; readonly fault: WaveFault; readonly connectorId: string };

/**
 * Whether the next wave may begin. A connector that was away when the wave began is passed over: it takes the revision when it comes back,
 * and counts from then on. A wave that nobody serves is never healthy. One pass over the members.
 */
export function judgeWave(
  members: readonly WaveMember[],
  { beganAt, now }: { readonly beganAt: number; readonly now: number },
  rules: WaveRules,
): WaveVerdict {
  const waits: number[] = [];
  let isAnswerOwed = false;
  let servingSince: number | undefined;
  for (const member of members) {
    const fault = faultOf(member, beganAt, now, rules);
    if (fault !== undefined) return { kind: 'faulty', fault, connectorId: member.connectorId };
    const patience = patienceEnd(member, beganAt, rules);
    if (patience !== undefined) waits.push(patience);
    if (member.answer.kind === 'serving') servingSince = Math.max(servingSince ?? 0, member.answer.since);
    else if (member.linkedSince !== undefined) isAnswerOwed = true;
  }
  if (isAnswerOwed) return { kind: 'wait', because: 'answers', until: Math.min(...waits) };
  if (servingSince === undefined) return { kind: 'wait', because: 'nobody-linked' };
  const healthyAt = Math.max(servingSince, beganAt) + rules.healthyForMs;
  // Somebody without a link may come back within its patience, or turn out to be gone.
  const ahead = [healthyAt, ...waits].filter((time) => time > now);
  return ahead.length === 0 ? { kind: 'healthy' } : { kind: 'wait', because: 'health', until: Math.min(...ahead) };
}

function faultOf(member: WaveMember, beganAt: number, now: number, rules: WaveRules): WaveFault | undefined {
  if (member.answer.kind === 'refused') return 'refused';
  const end = patienceEnd(member, beganAt, rules);
  if (end !== undefined && end <= now) return member.answer.kind === 'serving' ? 'went-silent' : 'no-answer';
  return member.answer.kind === 'serving' ? member.complaint : undefined;
}

/** Until when something is waited for from this one; undefined where nothing is. */
function patienceEnd(
  { answer, linkedSince, leftAt }: WaveMember,
  beganAt: number,
  { patienceMs }: WaveRules,
): number | undefined {
  if (answer.kind === 'refused') return undefined;
  if (answer.kind === 'serving')
    return linkedSince === undefined ? Math.max(answer.since, leftAt ?? answer.since) + patienceMs : undefined;
  if (linkedSince !== undefined) return Math.max(linkedSince, beganAt) + patienceMs;
  // It was there when the wave began and left without a word: what it was offered may have ended it.
  return leftAt !== undefined && leftAt >= beganAt ? leftAt + patienceMs : undefined;
}
