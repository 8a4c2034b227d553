import { type AuditEntry, type ChainPlace, emptyChain, isHeadSigned, type SignedHead } from '#lib/core/audit-chain.ts';
import { type ChainFault, checkEntries } from '#lib/core/check-audit-chain.ts';

/** Entries by which Gatehouse itself says that something before them is not vouched for. */
export type ChainMark = {
  readonly sequence: number;
  readonly at: number;
  readonly verb: 'chainOldEntries' | 'resumeAuditChain';
};

export type AuditVerdict = {
  /** Absent where everything fits. */
  readonly fault?: ChainFault;
  /** How many entries fit, from the first one on. */
  readonly entries: number;
  /** When the first and the last of these were written, in milliseconds since 1970; absent where there is none. */
  readonly from?: number;
  readonly to?: number;
  readonly marks: readonly ChainMark[];
  /** The head that was reached, to be kept; absent where something does not fit. */
  readonly head?: SignedHead;
  /** Whether the entry that was kept was met as it was kept; it is not where something before it does not fit. */
  readonly isKeptThere: boolean;
};

export type Verification = {
  readonly head: SignedHead;
  /** SubjectPublicKeyInfo, base64: the key the head must be signed with. */
  readonly publicKey: string;
  /** A head that whoever verifies kept from an earlier time. */
  readonly kept?: ChainPlace | undefined;
};

/** More are not worth listing. */
const mostMarks = 20;

export type AuditVerifier = {
  /** Takes the next entries; false once something does not fit, and no more need be brought. */
  readonly take: (entries: readonly AuditEntry[]) => Promise<boolean>;
  /** What comes next cannot be read. */
  readonly stopAt: (fault: ChainFault) => void;
  readonly finish: () => Promise<AuditVerdict>;
};

/** Goes through a chain from its first entry to its signed head, as many entries at a time as come. */
export function verifyAudit({ head, publicKey, kept }: Verification): AuditVerifier {
  let place = emptyChain;
  let fault: ChainFault | undefined;
  let from: number | undefined;
  let to: number | undefined;
  let fitting = 0;
  let isKeptThere = false;
  const marks: ChainMark[] = [];

  function count(entries: readonly AuditEntry[]): void {
    fitting += entries.length;
    from ??= entries[0]?.at;
    to = entries.at(-1)?.at ?? to;
    for (const { sequence, at, verb } of entries)
      if ((verb === 'chainOldEntries' || verb === 'resumeAuditChain') && marks.length < mostMarks)
        marks.push({ sequence, at, verb });
  }

  async function take(entries: readonly AuditEntry[]): Promise<boolean> {
    if (fault !== undefined) return false;
    const checked = await checkEntries(place, entries);
    const fit = checked.isFitting ? entries : entries.slice(0, checked.fitting);
    const met = kept === undefined ? undefined : fit.find(({ sequence }) => sequence === kept.sequence);
    if (met !== undefined && met.hash !== kept?.hash) {
      count(fit.filter(({ sequence }) => sequence < met.sequence));
      fault = { kind: 'forgotten', sequence: met.sequence, last: head.sequence };
      return false;
    }
    isKeptThere ||= met !== undefined;
    count(fit);
    if (checked.isFitting) place = checked.place;
    else fault = checked.fault;
    return checked.isFitting;
  }

  async function endFault(): Promise<ChainFault | undefined> {
    if (place.sequence < head.sequence)
      return { kind: 'ends-early', sequence: place.sequence + 1, last: head.sequence };
    if (place.sequence !== head.sequence || place.hash !== head.hash)
      return { kind: 'other-head', sequence: head.sequence };
    if (head.sequence > 0 && !(await isHeadSigned(head, publicKey)))
      return { kind: 'not-signed', sequence: head.sequence };
    if (kept !== undefined && kept.sequence > head.sequence)
      return { kind: 'forgotten', sequence: kept.sequence, last: head.sequence };
    return undefined;
  }

  return {
    take,
    stopAt: (found) => {
      fault ??= found;
    },
    finish: async () => {
      fault ??= await endFault();
      return {
        entries: fitting,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        marks,
        isKeptThere,
        ...(fault === undefined ? { head } : { fault }),
      };
    },
  };
}
