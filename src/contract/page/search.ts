/** Tra cứu: one box over everything, filters, saved searches; documents of one matter; the state of the files' text. */
import { z } from 'zod';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import type { Priority } from '../../domain/edxml.ts';
import { id, legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';

export type Direction = 'incoming' | 'outgoing';
/** A text, the searched words of it marked. */
export interface TextPart {
  readonly text: string;
  readonly hit?: true;
}
export interface FoundMark {
  /** `code`, `subject`, `sender`, `recipients`, `signer`, `note`, `instruction`, `said`, `files`, `content`, `body`. */
  readonly field: string;
  readonly parts: readonly TextPart[];
}
export interface FoundRow {
  readonly direction: Direction;
  readonly id: string;
  readonly state: IncomingState | OutgoingState;
  readonly priority: Priority;
  readonly code: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  /** The sender of an arrival, the first recipients of a departure. */
  readonly party: string;
  readonly arrivalNumber?: number;
  readonly arrivalDate?: string;
  readonly dueDate?: string;
  readonly handler?: string;
  readonly overdue: boolean;
  readonly marks: readonly FoundMark[];
  /** A file of it is a scan without text, or could not be read: what it says cannot be found. */
  readonly textMissing?: true;
}

const STATES = [
  'arrived',
  'registered',
  'assigned',
  'in_progress',
  'finished',
  'returned',
  'withdrawn',
  'recalled',
  'merged',
  'draft',
  'leader_signed',
  'numbered',
  'agency_signed',
  'issued',
  'cancelled',
] as const;
const range = z.strictObject({ from: legalDateText.optional(), to: legalDateText.optional() });
export const searchFilters = z.strictObject({
  direction: z.enum(['incoming', 'outgoing']).optional(),
  states: z.array(z.enum(STATES)).max(STATES.length).optional(),
  /** Of the document, of its arrival or issue, due. */
  dated: range.optional(),
  arrived: range.optional(),
  due: range.optional(),
  bookId: id.optional(),
  priorities: z.array(z.number().int().min(0).max(4)).max(5).optional(),
  handler: line(100).optional(),
  overdue: z.literal(true).optional(),
  organId: line(35).optional(),
  agency: z.strictObject({ organId: line(35).optional(), name: line(200) }).optional(),
  typeName: line(100).optional(),
});
export type SearchFilters = z.infer<typeof searchFilters>;
/** What was typed, as it was typed: a space behind the last word says that it is whole. */
const typed = z
  .string()
  .max(200)
  .transform((s) => s.normalize('NFC').replace(/\p{Cc}+/gu, ' '));
export const searchQuery = z.strictObject({ text: typed, filters: searchFilters });
export type SearchQuery = z.infer<typeof searchQuery>;
export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly query: SearchQuery;
}

/** How a document stands to the one that is shown. */
export const RELATIONS = [
  'answers',
  'answered_by',
  'replaces',
  'replaced_by',
  'updates',
  'updated_by',
  'revokes',
  'revoked_by',
  'copy',
  'mentions',
  'mentioned_by',
  'same_matter',
] as const;
export type Relation = (typeof RELATIONS)[number];
export interface ChainRow {
  readonly direction: Direction;
  readonly id: string;
  readonly state: IncomingState | OutgoingState;
  readonly code: string;
  readonly date?: string;
  readonly typeName: string;
  readonly subject: string;
  readonly party: string;
  readonly arrivalNumber?: number;
  readonly relation: Relation;
  /** Not said by a message or a person, but by number and notation in a text alone. */
  readonly likely?: true;
}

export const searchCalls = {
  'search.find': call<{
    rows: FoundRow[];
    /** Counted up to some thousands; `more`: there are more than that. */
    total: number;
    more: boolean;
    /** Hand it back with the next page: what comes in meanwhile then moves nothing. */
    upTo: number;
  }>()(
    z.strictObject({
      text: typed,
      filters: searchFilters,
      offset: z.number().int().min(0).max(20_000),
      limit: z.number().int().min(1).max(100),
      upTo: z.number().int().positive().optional(),
    }),
  ),
  /** The hits as a file, the newest 5,000 where there are more; watched and stopped by `registers.job` and `registers.stop`. */
  'search.export': call<{ jobId: string }>()(z.strictObject({ text: typed, filters: searchFilters, as: z.enum(['pdf', 'docx', 'xlsx']) })),
  /** What filters offer: books, people who handle, our organs. */
  'search.choices': call<{
    books: { id: string; name: string; direction: Direction }[];
    handlers: string[];
    organs: { organId: string; name: string }[];
  }>()(z.strictObject({})),
  'search.saved': call<{ searches: SavedSearch[] }>()(z.strictObject({})),
  /** The same name again puts the new one in its place. */
  'search.save': call<{ id: string }>()(z.strictObject({ name: line(80).pipe(z.string().min(1)), query: searchQuery })),
  'search.forget': call<Record<string, never>>()(z.strictObject({ id })),
  /** Documents of the same matter, the nearest first. */
  'search.chain': call<{ rows: ChainRow[] }>()(z.strictObject({ direction: z.enum(['incoming', 'outgoing']), id })),
  /** How far the text of the files has been read. */
  'search.texts': call<{ waiting: number; done: number; none: number; failed: number }>()(z.strictObject({})),
} as const;
