/** What a first start still lacks, and the one thing of it that has no screen of its own: where a book begins. */
import { z } from 'zod';
import { id } from '../bytes.ts';
import { call } from '../wire.ts';

export const CHECKLIST_KEYS = ['keys', 'connection', 'organ', 'books', 'people', 'powers', 'tokens', 'scan', 'backup'] as const;
export type ChecklistKey = (typeof CHECKLIST_KEYS)[number];
export interface ChecklistItem {
  readonly key: ChecklistKey;
  readonly done: boolean;
  /** It cannot be told before this one is done. */
  readonly waits?: ChecklistKey;
}
export const checklistCalls = {
  'checklist.list': call<{ items: ChecklistItem[]; books: { id: string; name: string; organ: string; first: number }[] }>()(
    z.strictObject({}),
  ),
  /** The first number a book gives here; only while it has given none. */
  'checklist.firstNumber': call<Record<string, never>>()(
    z.strictObject({ bookId: id, firstNumber: z.number().int().min(1).max(1_000_000) }),
  ),
} as const;
