/**
 * Hồ sơ: the year's list, files with their documents in order, their end, their way to the archive, a file carried out
 * whole. Lengths are those of Annex VI of Decree 30/2020.
 */
import { z } from 'zod';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { DOSSIER_LENGTHS, type DossierAct, type DossierState, type HandInState } from '../../domain/dossiers.ts';
import { MOST_AT_ONCE } from '../../domain/listQuery.ts';
import { id, legalDateText, line, text } from '../bytes.ts';
import { call } from '../wire.ts';
import type { ManyDone } from './lists.ts';
import type { PrintedFile } from './registers.ts';

export interface DossierRow {
  readonly id: string;
  readonly year: number;
  readonly notation: string;
  /** Đề mục of the list; '' where there is none. */
  readonly heading: string;
  readonly title: string;
  readonly maintenance: string;
  readonly rights: string;
  readonly creator: string;
  readonly language: string;
  readonly description: string;
  /** Opened beside the list where false. */
  readonly listed: boolean;
  readonly state: DossierState;
  readonly documents: number;
  readonly pages: number;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly closedOn?: string;
  /** The last day to hand it in, of a closed one. */
  readonly handInBy?: string;
  readonly handIn?: HandInState;
}
export interface DossierItemRow {
  readonly id: string;
  readonly ordinal: number;
  readonly side: 'incoming' | 'outgoing';
  readonly documentId: string;
  readonly state: IncomingState | OutgoingState;
  readonly code: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  readonly agency: string;
  readonly arrivalNumber?: number;
  /** Of its files, or as a person counted; absent: nobody knows. */
  readonly pages?: number;
  readonly pagesTyped: boolean;
  readonly files: number;
  readonly note: string;
  readonly destroyed: boolean;
}
export interface DossierEventRow {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly act: string;
  readonly params: Readonly<Record<string, string | number>>;
}
/** What has to be seen before a file is closed. */
export interface DossierCheck {
  readonly unfinished: number;
  /** Documents whose pages nobody knows. */
  readonly withoutPages: number;
}
export interface DossierDetail extends DossierRow {
  readonly items: readonly DossierItemRow[];
  readonly events: readonly DossierEventRow[];
  readonly acts: readonly DossierAct[];
  readonly check: DossierCheck;
  readonly organName: string;
  readonly handover?: HandoverRow;
}
export interface DossierListFacts {
  readonly decision: string;
  readonly approvedOn: string;
  readonly approvedBy: string;
}
export interface HandoverRow {
  readonly id: string;
  readonly date: string;
  readonly receiver: string;
  readonly receiverPosition: string;
  readonly giver: string;
  readonly note: string;
  readonly by: string;
  readonly files: number;
  readonly list?: PrintedFile;
  readonly minutes?: PrintedFile;
}
/** A file to choose among. */
export interface DossierChoice {
  readonly id: string;
  readonly year: number;
  readonly notation: string;
  readonly title: string;
  readonly state: DossierState;
  readonly documents: number;
}
/** Where a document lies. */
export interface DossierPlace {
  /** Of the item. */
  readonly id: string;
  readonly dossierId: string;
  readonly year: number;
  readonly notation: string;
  readonly title: string;
  readonly state: DossierState;
  readonly ordinal: number;
  readonly organId: string;
}

const named = (max: number) => line(max).pipe(z.string().min(1));
export const dossierYear = z.number().int().min(1990).max(2100);
const { notation, title, maintenance, rights, creator, language, description } = DOSSIER_LENGTHS;
const fields = {
  year: dossierYear,
  notation: named(notation),
  heading: line(200),
  title: named(title),
  maintenance: line(maintenance),
  rights: line(rights),
  creator: line(creator),
  language: line(language),
  description: text(description),
};
const one = z.strictObject({ id });
const withReason = z.strictObject({ id, reason: named(300) });

export const dossierCalls = {
  /** A year's list with all its files; the current year where none is named. */
  'dossiers.list': call<{
    year: number;
    years: readonly number[];
    rows: readonly DossierRow[];
    list?: DossierListFacts;
    /** Closed files of any year that wait for the archive, and those of them past their year. */
    waiting: number;
    late: number;
  }>()(z.strictObject({ year: dossierYear.optional() })),
  'dossiers.get': call<DossierDetail>()(one),
  /** A new entry (`id` absent) or a change. `listed`: of the year's list, else opened beside it, which opens it at once. */
  'dossiers.save': call<{ id: string }>()(z.strictObject({ id: id.optional(), ...fields, listed: z.boolean() })),
  'dossiers.drop': call<Record<string, never>>()(withReason),
  /** The entries of one year's list as those of another; years in titles follow. What is there already stays. */
  'dossiers.copyYear': call<{ copied: number; skipped: number }>()(z.strictObject({ from: dossierYear, to: dossierYear })),
  /** The decision that issued the year's list. */
  'dossiers.approve': call<Record<string, never>>()(
    z.strictObject({ year: dossierYear, decision: named(100), approvedOn: legalDateText, approvedBy: named(100) }),
  ),
  'dossiers.open': call<Record<string, never>>()(one),
  /** Files that take documents: open ones and those of the list, found by notation or title. */
  'dossiers.choices': call<{ rows: readonly DossierChoice[] }>()(z.strictObject({ text: line(200) })),
  'dossiers.ofDocument': call<{ rows: readonly DossierPlace[] }>()(z.strictObject({ side: z.enum(['incoming', 'outgoing']), id })),
  'dossiers.put': call<ManyDone>()(
    z.strictObject({ id, side: z.enum(['incoming', 'outgoing']), ids: z.array(id).min(1).max(MOST_AT_ONCE) }),
  ),
  /** `id` is the item's. */
  'dossiers.takeOut': call<Record<string, never>>()(withReason),
  /** `pages` absent: as the files say. `id` is the item's. */
  'dossiers.note': call<Record<string, never>>()(
    z.strictObject({ id, pages: z.number().int().min(1).max(9_999).optional(), note: line(300) }),
  ),
  'dossiers.move': call<Record<string, never>>()(z.strictObject({ id, to: z.number().int().min(1).max(9_999) })),
  'dossiers.order': call<Record<string, never>>()(z.strictObject({ id, by: z.enum(['date', 'added']) })),
  /** `accept`: documents that are not done with were seen. */
  'dossiers.close': call<Record<string, never>>()(z.strictObject({ id, closedOn: legalDateText, accept: z.boolean() })),
  'dossiers.reopen': call<Record<string, never>>()(withReason),
  /** Cover and list of documents. */
  'dossiers.print': call<PrintedFile>()(one),
  'dossiers.printList': call<PrintedFile>()(z.strictObject({ year: dossierYear, as: z.enum(['pdf', 'xlsx', 'docx']) })),
  /** Closed files that wait for the archive, the longest first. */
  'dossiers.waiting': call<{ rows: readonly DossierRow[] }>()(z.strictObject({})),
  'dossiers.handOver': call<HandoverRow>()(
    z.strictObject({
      ids: z.array(id).min(1).max(MOST_AT_ONCE),
      date: legalDateText,
      giver: named(100),
      receiver: named(100),
      receiverPosition: line(100),
      note: line(300),
    }),
  ),
  /** List and minutes of what would be handed in, to be looked at; nothing is marked. */
  'dossiers.draftHandOver': call<{ list: PrintedFile; minutes: PrintedFile }>()(
    z.strictObject({
      ids: z.array(id).min(1).max(MOST_AT_ONCE),
      date: legalDateText,
      giver: line(100),
      receiver: line(100),
      receiverPosition: line(100),
      note: line(300),
    }),
  ),
  'dossiers.handovers': call<{ rows: readonly HandoverRow[] }>()(z.strictObject({})),
  /** One file was marked by mistake, or came back. */
  'dossiers.takeBack': call<Record<string, never>>()(withReason),
  /** Main asks for the folder. `over`: fields longer than the annex lets them be. */
  'dossiers.export': call<{ saved: boolean; folderName?: string; files?: number; over?: readonly string[] }>()(one),
  'dossiers.exporting': call<{ done: number; total: number }>()(z.strictObject({})),
  'dossiers.stopExport': call<Record<string, never>>()(z.strictObject({})),
} as const;
