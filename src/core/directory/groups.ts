/**
 * Groups of recipients saved by the clerk, by hand or by a rule. A group remembers its members as a person last saw
 * them: who came or was renamed since is shown and not sent to before a person has agreed.
 */
import type { AgencyRow, GroupDetail, GroupMember, GroupRow, GroupRule } from '../../contract/page/directory.ts';
import { MAX_MEMBERS } from '../../contract/page/directory.ts';
import { isCommuneOffice, nameKey } from '../../domain/agencyNames.ts';
import { byWord } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import { isTechnicalCode } from '../../domain/organCodes.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { openAgency, rowsReader } from './agencies.ts';

interface Member {
  readonly organId: string;
  readonly name: string;
}
interface GroupRecord {
  id: string;
  name: string;
  rule: string | null;
  members: string;
}
const membersOf = (row: GroupRecord): Member[] => JSON.parse(row.members) as Member[];
const ruleOf = (row: GroupRecord): GroupRule | undefined => (row.rule === null ? undefined : (JSON.parse(row.rule) as GroupRule));

function allGroups(store: Store): GroupRecord[] {
  return (store.db.prepare('SELECT id, name, rule, members FROM agency_group').all() as GroupRecord[]).sort(byWord(({ name }) => name));
}
function groupById(store: Store, id: string): GroupRecord {
  const row = store.db.prepare('SELECT id, name, rule, members FROM agency_group WHERE id = ?').get(id) as GroupRecord | undefined;
  if (!row) throw new Failure('directory.no_such_group');
  return row;
}

/** Codes that stand in any saved group. */
export const membersOfGroups = (store: Store): ReadonlySet<string> =>
  new Set(allGroups(store).flatMap((row) => membersOf(row).map((member) => member.organId)));
export const groupsWith = (store: Store, organId: string): string[] =>
  allGroups(store)
    .filter((row) => membersOf(row).some((member) => member.organId === organId))
    .map((row) => row.name);

/** Puts another code or name in a member's place everywhere; a person said that it is the same agency. */
export function replaceInGroups(store: Store, organId: string, now: Member): void {
  const put = store.db.prepare('UPDATE agency_group SET members = ?, updated_at = ? WHERE id = ?');
  for (const row of allGroups(store)) {
    const members = membersOf(row);
    if (!members.some((member) => member.organId === organId)) continue;
    const next = new Map(members.map((member) => (member.organId === organId ? [now.organId, now] : [member.organId, member])));
    put.run(JSON.stringify([...next.values()]), store.now(), row.id);
  }
}

/** Open agencies that a rule names now, without our own. */
export function matching(store: Store, rule: GroupRule): Member[] {
  // Below a code in the order of Decision 20 lies one run of the key; codes in the older order, which begin with a
  // digit, end with the province's and have to be looked through.
  const rows = store.db
    .prepare(
      `SELECT organ_id AS organId, name FROM agency a WHERE organ_id IN (
           SELECT organ_id FROM agency WHERE organ_id > @within || '.' AND organ_id < @within || '/'
           UNION SELECT organ_id FROM agency WHERE parent_id = @within
           UNION SELECT organ_id FROM agency WHERE organ_id < ':' AND substr(organ_id, -length(@within) - 1) = '.' || @within
         ) AND closed_at IS NULL AND organ_id <> @within
         AND NOT EXISTS (SELECT 1 FROM organ o WHERE o.organ_id IN (a.organ_id, a.other_code))
       ORDER BY organ_id`,
    )
    .all({ within: rule.within }) as Member[];
  return rows
    .filter(({ organId, name }) => !isTechnicalCode(organId) && (rule.only === 'all' || isCommuneOffice(name)))
    .sort(byWord(({ name }) => name));
}

function stateOf(member: Member, nowName: string | undefined): GroupMember {
  if (nowName === undefined) return { ...member, state: 'gone' };
  if (nowName !== member.name && nameKey(nowName) !== nameKey(member.name)) return { ...member, state: 'renamed', nowName };
  return { organId: member.organId, name: nowName, state: 'member' };
}
function currentMembers(store: Store, row: GroupRecord): GroupMember[] {
  const remembered = membersOf(row);
  const rule = ruleOf(row);
  const now = rule === undefined ? rowsReader(store)(remembered.map((member) => member.organId)) : matching(store, rule);
  const names = new Map(now.map(({ organId, name }) => [organId, name]));
  const known = remembered.map((member) => stateOf(member, names.get(member.organId)));
  for (const { organId } of remembered) names.delete(organId);
  return [...known, ...[...names].map(([organId, name]): GroupMember => ({ organId, name, state: 'new' }))];
}
function rowOf(row: GroupRecord, members: readonly GroupMember[]): GroupRow {
  const rule = ruleOf(row);
  const count = members.filter((member) => member.state === 'member').length;
  return { id: row.id, name: row.name, ...(rule === undefined ? {} : { rule }), count, waiting: members.length - count };
}

export const listGroups = (store: Store): GroupRow[] => allGroups(store).map((row) => rowOf(row, currentMembers(store, row)));
export function getGroup(store: Store, id: string): GroupDetail {
  const row = groupById(store, id);
  const members = currentMembers(store, row);
  return { ...rowOf(row, members), members };
}

export function previewRule(store: Store, rule: GroupRule): { count: number; rows: AgencyRow[] } {
  const members = matching(store, rule);
  const rows = rowsReader(store)(members.slice(0, 200).map((member) => member.organId));
  return { count: members.length, rows };
}

export interface NewGroup {
  readonly id?: string;
  readonly name: string;
  readonly rule?: GroupRule;
  readonly members?: readonly string[];
}
/** @throws Failure `directory.group_empty`, `directory.group_too_large`, `directory.group_name_taken`, `directory.no_such_agency` */
export function saveGroup(store: Store, actor: Actor, group: NewGroup): string {
  return store.tx(() => {
    const members = group.rule === undefined ? picked(store, group.members ?? []) : matching(store, group.rule);
    if (members.length === 0) throw new Failure('directory.group_empty');
    if (members.length > MAX_MEMBERS) throw new Failure('directory.group_too_large', { count: members.length, most: MAX_MEMBERS });
    const twin = store.db.prepare('SELECT id FROM agency_group WHERE name = ? AND id <> ?').get(group.name, group.id ?? '');
    if (twin) throw new Failure('directory.group_name_taken', { name: group.name });
    const id = group.id === undefined ? store.newId() : groupById(store, group.id).id;
    store.db
      .prepare(
        `INSERT INTO agency_group VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, rule = excluded.rule, members = excluded.members, updated_at = excluded.updated_at`,
      )
      .run(id, group.name, group.rule ? JSON.stringify(group.rule) : null, JSON.stringify(members), store.now(), store.nextSeq());
    record(store, actor, 'directory.group_save', id, String(members.length));
    return id;
  }, 'directory:group');
}
function picked(store: Store, codes: readonly string[]): Member[] {
  const members = codes.map((code) => {
    const agency = openAgency(store, code);
    if (agency === undefined) throw new Failure('directory.no_such_agency', { organId: code });
    return [agency.organId, { organId: agency.organId, name: agency.name }] as const;
  });
  return [...new Map(members).values()];
}

/** The members are as the directory has them now: a person has looked. */
export function acceptGroup(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    const members = currentMembers(store, groupById(store, id))
      .filter((member) => member.state !== 'gone')
      .map(({ organId, name, nowName }) => ({ organId, name: nowName ?? name }));
    store.db.prepare('UPDATE agency_group SET members = ?, updated_at = ? WHERE id = ?').run(JSON.stringify(members), store.now(), id);
    record(store, actor, 'directory.group_accept', id, String(members.length));
  }, 'directory:group');
}

export function removeGroup(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    groupById(store, id);
    store.db.prepare('DELETE FROM agency_group WHERE id = ?').run(id);
    record(store, actor, 'directory.group_remove', id);
  }, 'directory:group');
}
