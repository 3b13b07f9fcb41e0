/** What the three offices will send each other, the same for the same seed; and what a clerk does with each arrival. */
import { createHash } from 'node:crypto';
import type { TrainingOffice } from '../../../src/contract/training/index.ts';
import { seededRandom } from '../../bench/bench.ts';

const office = (organId: string, name: string): TrainingOffice => ({
  organId,
  name,
  parentName: 'UBND tỉnh Mẫu',
  place: 'Mẫu',
  systemId: `tap-huan.${organId.toLowerCase()}`,
  secret: `bi-mat-${organId}`,
});
export const OFFICES: readonly TrainingOffice[] = [
  office('H99.01', 'Sở Mẫu'),
  office('H99.242', 'UBND xã Ví Dụ'),
  office('H99.243', 'UBND xã Thử Nghiệm'),
];

export interface PlannedDocument {
  readonly from: string;
  /** The office's own running number, from 1. */
  readonly number: number;
  readonly notation: string;
  readonly to: readonly string[];
  /** Bytes of the PDF. */
  readonly size: number;
  readonly priority: 0 | 1 | 3;
}

/** Notations of real documents, one of them with letters that no header may carry. */
const NOTATIONS = ['CV', 'UBND-VP', 'QĐ-UBND', 'TB-UBND'];

/** @param large how many of the documents have 40 MB */
export function planDocuments(messages: number, seed: number, large: number): PlannedDocument[] {
  const random = seededRandom(seed);
  const next = new Map<string, number>();
  return Array.from({ length: messages }, (_, index) => {
    const from = OFFICES[index % OFFICES.length]?.organId ?? '';
    const others = OFFICES.map((o) => o.organId).filter((id) => id !== from);
    const number = (next.get(from) ?? 0) + 1;
    next.set(from, number);
    const big = large > 0 && index % Math.ceil(messages / large) === Math.floor(messages / large / 2);
    const under = random() < 0.9;
    return {
      from,
      number,
      notation: NOTATIONS[Math.floor(random() * NOTATIONS.length)] ?? 'CV',
      to: random() < 0.4 ? others : [others[random() < 0.5 ? 0 : 1] ?? ''],
      size: big ? 40_000_000 : Math.floor(under ? 2_000 + random() ** 3 * 298_000 : 300_000 + random() * 1_200_000),
      priority: random() < 0.05 ? 3 : random() < 0.1 ? 1 : 0,
    };
  });
}

export const keyOf = (p: PlannedDocument): string => `${p.from}#${p.number}`;
/** Number and notation as they stand on the document. */
export const codeOf = (p: PlannedDocument): string => `${String(p.number).padStart(2, '0')}/${p.notation}`;

export interface Afterthought {
  readonly act: 'none' | 'take_back' | 'send_again' | 'revoke' | 'update' | 'replace';
  /** Only once the axis has the document; else at once. */
  readonly whenAccepted: boolean;
}
/** What the office wants changed in a document after it was issued. */
export function afterthoughtOf(planned: PlannedDocument): Afterthought {
  const [byte = 255, other = 0] = createHash('sha256')
    .update(`after ${keyOf(planned)}`)
    .digest();
  const act = (['take_back', 'send_again', 'revoke', 'update', 'replace'] as const)[Math.floor(byte / 10)] ?? 'none';
  return { act, whenAccepted: other < 150 };
}
/** The clerk's answer to a request. */
export const agrees = (amendmentKey: string): boolean => (createHash('sha256').update(amendmentKey).digest()[0] ?? 0) < 160;

/** How far the clerk takes an arrival: by its identity, so that a restart goes on where it stood. */
export function fateOf(documentId: string, organ: string): 'return' | 'register' | 'finish' {
  const byte = createHash('sha256').update(`${documentId}|${organ}`).digest()[0] ?? 0;
  return byte < 26 ? 'return' : byte < 216 ? 'register' : 'finish';
}
