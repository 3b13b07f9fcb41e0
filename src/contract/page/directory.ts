/** The directory of agencies: picking, updates with what they changed and what they ask, groups of recipients. */
import { z } from 'zod';
import type { QuestionKind } from '../../domain/directoryUpdate.ts';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';

export interface AgencyRow {
  readonly organId: string;
  readonly name: string;
  readonly parentName?: string;
  /** Its code in the other standard. */
  readonly otherCode?: string;
}
export interface AgencyDetail extends AgencyRow {
  readonly mail?: string;
  readonly validFrom: number;
  readonly closedAt?: number;
  readonly successor?: string;
  readonly history: readonly {
    readonly name: string;
    readonly otherCode?: string;
    readonly from: number;
    readonly to: number;
    readonly why: string;
  }[];
}
export interface DirectoryUpdateRow {
  readonly id: string;
  readonly at: number;
  readonly state: 'applied' | 'refused';
  readonly listed: number;
  readonly known: number;
  readonly opened: number;
  readonly closed: number;
  readonly renamed: number;
  readonly changed: number;
  readonly asked: number;
  readonly by: string;
}
export interface DirectoryState {
  readonly open: number;
  /** When a list last came, whatever it changed. */
  readonly checkedAt?: number;
  /** The list that waits for a person because too much was missing from it; `digest` confirms just that list. */
  readonly refused?: DirectoryUpdateRow & { readonly digest: string };
  readonly questions: number;
  readonly updates: readonly DirectoryUpdateRow[];
  /** Provinces for a group's rule: those of the directory, with the level-1 list's names. */
  readonly provinces: readonly { readonly code: string; readonly name: string; readonly successor?: string; readonly inferred?: boolean }[];
}
export type DirectoryChangeKind = 'opened' | 'closed' | 'renamed' | 'code_changed' | 'moved';
export interface DirectoryChangeRow {
  readonly kind: DirectoryChangeKind;
  readonly organId: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}
export interface DirectoryQuestionRow {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly organId: string;
  readonly name: string;
  readonly newCode: string;
  readonly newName: string;
  readonly parentName?: string;
  /** Saved groups that the code stands in. */
  readonly groups: readonly string[];
  readonly askedAt: number;
}

/** Agencies within a province or under a parent, by code; only people's committees of communes, or all. */
export interface GroupRule {
  readonly within: string;
  readonly only: 'communes' | 'all';
}
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly rule?: GroupRule;
  /** Members that a document goes to now. */
  readonly count: number;
  /** Members that came, went or were renamed since a person last looked. */
  readonly waiting: number;
}
export interface GroupMember {
  readonly organId: string;
  readonly name: string;
  /** `new` and `renamed` are not sent to before a person has agreed; `gone` is no longer in the directory. */
  readonly state: 'member' | 'new' | 'renamed' | 'gone';
  readonly nowName?: string;
}
export interface GroupDetail extends GroupRow {
  readonly members: readonly GroupMember[];
}

/** Most recipients of one document. */
export const MAX_MEMBERS = 1000;
const code = line(35).pipe(z.string().min(1));
const rule = z.strictObject({ within: code, only: z.enum(['communes', 'all']) });

export const directoryCalls = {
  'directory.search': call<{ rows: AgencyRow[] }>()(z.strictObject({ text: line(200), limit: z.number().int().min(1).max(50) })),
  /** Fetches the axis's lists; `confirm` is the digest of the refused list that a person has looked at. */
  'directory.refresh': call<{ count: number }>()(z.strictObject({ confirm: z.string().max(64).optional() })),
  'directory.state': call<DirectoryState>()(z.strictObject({})),
  'directory.agency': call<AgencyDetail>()(z.strictObject({ organId: code })),
  'directory.changes': call<{ rows: DirectoryChangeRow[]; total: number }>()(
    z.strictObject({ updateId: id, offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
  ),
  'directory.questions': call<{ rows: DirectoryQuestionRow[]; total: number }>()(
    z.strictObject({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }),
  ),
  'directory.answer': call<{ answered: number }>()(z.strictObject({ ids: z.array(id).min(1).max(200), accept: z.boolean() })),
  'directory.groups.list': call<{ groups: GroupRow[] }>()(z.strictObject({})),
  'directory.groups.get': call<GroupDetail>()(z.strictObject({ id })),
  'directory.groups.preview': call<{ count: number; rows: AgencyRow[] }>()(z.strictObject({ rule })),
  /** By rule, or with `members` picked by hand; one of the two. */
  'directory.groups.save': call<{ id: string }>()(
    z
      .strictObject({
        id: id.optional(),
        name: line(100).pipe(z.string().min(1)),
        rule: rule.optional(),
        members: z.array(code).max(MAX_MEMBERS).optional(),
      })
      .refine((group) => (group.rule === undefined) !== (group.members === undefined)),
  ),
  /** A person has looked at who came, went or was renamed: the group is as the directory has it now. */
  'directory.groups.accept': call<Record<string, never>>()(z.strictObject({ id })),
  'directory.groups.remove': call<Record<string, never>>()(z.strictObject({ id })),
} as const;
