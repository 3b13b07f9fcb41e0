/**
 * What the clerk does to pages: each act is one transaction that keeps the rows as they were before, so that the last one
 * can be undone, and the one before it, back to how the file came. Bytes are never touched.
 */
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type Crop, editPage } from '../../domain/scan.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { editOf, type GroupRow, groupById, insertGroup, itemById, openGroup, openGroups, type PageRow, pageById, pagesOf } from './tray.ts';

export type ScanEdit =
  | { readonly kind: 'turn'; readonly pageIds: readonly string[]; readonly degrees: 90 | 180 | 270 }
  | { readonly kind: 'straighten'; readonly pageIds: readonly string[]; readonly degrees: number | 'measured' }
  | { readonly kind: 'crop'; readonly pageIds: readonly string[]; readonly crop: Crop | null }
  | { readonly kind: 'remove'; readonly pageIds: readonly string[] }
  | { readonly kind: 'restore'; readonly pageIds: readonly string[] }
  /** Puts pages of one group before another page of it; without `before` to its end. */
  | { readonly kind: 'move'; readonly pageIds: readonly string[]; readonly before?: string | undefined }
  /** A new group begins with each of these pages; blank sheets that part the papers are taken out where asked. */
  | { readonly kind: 'split'; readonly pageIds: readonly string[]; readonly remove: readonly string[] }
  /** Pages of the later groups go behind those of the first. */
  | { readonly kind: 'merge'; readonly groupIds: readonly string[] }
  | { readonly kind: 'drop'; readonly groupIds: readonly string[] };

interface Before {
  readonly pages: readonly Pick<PageRow, 'id' | 'group_id' | 'position' | 'removed' | 'turn' | 'straighten' | 'crop'>[];
  readonly groups: readonly Pick<GroupRow, 'id' | 'state' | 'position'>[];
  /** Groups that the act made. */
  readonly made: readonly string[];
}
const UNDO_KEPT = 200;

/** Performs one act; groups that changed. @throws Failure `scan.no_such_page`, `scan.group_registered`, `scan.whole_stays` */
export function applyEdit(store: Store, actor: Actor, organId: string, edit: ScanEdit): { readonly groupIds: readonly string[] } {
  return store.tx(() => {
    const touched = 'groupIds' in edit ? edit.groupIds.map((id) => openGroup(store, id)) : groupsOf(store, edit.pageIds);
    if (touched.length === 0) throw new Failure('scan.no_such_page');
    for (const group of touched) if (group.organ_id !== organId) throw new Failure('session.other_organ');
    const changed = touched.map((group) => group.id);
    const before = keep(store, touched);
    const made = perform(store, organId, edit, touched);
    const act = { ...before, made } satisfies Before;
    store.db
      .prepare('INSERT INTO scan_edit (id, organ_id, kind, before, at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(store.newId(), organId, edit.kind, JSON.stringify(act), store.now(), actor.personId ?? null, store.nextSeq());
    forgetOld(store, organId);
    if (edit.kind === 'drop') for (const { id } of touched) record(store, actor, 'scan.dropped', id, '');
    const stamp = store.db.prepare('UPDATE scan_group SET changed_at = ? WHERE id = ?');
    for (const id of [...changed, ...made]) stamp.run(store.now(), id);
    return { groupIds: [...changed, ...made] };
  }, 'scan:edit');
}

function groupsOf(store: Store, pageIds: readonly string[]): GroupRow[] {
  return [...new Set(pageIds.map((id) => pageById(store, id).group_id))].map((id) => openGroup(store, id));
}
function keep(store: Store, groups: readonly GroupRow[]): Omit<Before, 'made'> {
  return {
    groups: groups.map(({ id, state, position }) => ({ id, state, position })),
    pages: groups.flatMap((group) =>
      pagesOf(store, group.id, true).map(({ id, group_id, position, removed, turn, straighten, crop }) => ({
        id,
        group_id,
        position,
        removed,
        turn,
        straighten,
        crop,
      })),
    ),
  };
}

function perform(store: Store, organId: string, edit: ScanEdit, groups: readonly GroupRow[]): string[] {
  const { db } = store;
  switch (edit.kind) {
    case 'turn':
    case 'straighten':
    case 'crop':
      for (const id of edit.pageIds) changePage(store, pageById(store, id), edit);
      return [];
    case 'remove':
    case 'restore': {
      const set = db.prepare('UPDATE scan_page SET removed = ? WHERE id = ?');
      for (const id of edit.pageIds) {
        refuseWhole(store, pageById(store, id));
        set.run(edit.kind === 'remove' ? 1 : 0, id);
      }
      for (const group of groups) if (pagesOf(store, group.id).length === 0) throw new Failure('scan.last_page');
      return [];
    }
    case 'move':
      return moveWithin(store, edit.pageIds, edit.before);
    case 'split':
      return split(store, organId, edit, groups);
    case 'merge':
      return merge(store, groups);
    case 'drop':
      for (const group of groups) db.prepare(`UPDATE scan_group SET state = 'dropped' WHERE id = ?`).run(group.id);
      return [];
  }
}

/** A PDF that is used as it is has no pages that could be changed. */
function refuseWhole(store: Store, page: PageRow): void {
  if (itemById(store, page.item_id).whole) throw new Failure('scan.whole_stays');
}

function changePage(store: Store, page: PageRow, edit: Extract<ScanEdit, { kind: 'turn' | 'straighten' | 'crop' }>): void {
  refuseWhole(store, page);
  const measured = (): number => (page.look === null ? 0 : (JSON.parse(page.look) as { skew: number }).skew);
  const next = editPage(
    editOf(page),
    edit.kind === 'turn'
      ? { turn: edit.degrees }
      : edit.kind === 'crop'
        ? { crop: edit.crop }
        : { straighten: edit.degrees === 'measured' ? measured() : edit.degrees },
  );
  store.db
    .prepare('UPDATE scan_page SET turn = ?, straighten = ?, crop = ?, text = NULL, read_tries = 0, version = version + 1 WHERE id = ?')
    .run(next.turn, next.straighten, next.crop === undefined ? null : JSON.stringify(next.crop), page.id);
}

function number(store: Store, groupId: string, ids: readonly string[]): void {
  const set = store.db.prepare('UPDATE scan_page SET position = ?, group_id = ? WHERE id = ?');
  ids.forEach((id, n) => {
    set.run(n, groupId, id);
  });
}

function moveWithin(store: Store, pageIds: readonly string[], before: string | undefined): string[] {
  const [groupId] = [...new Set(pageIds.map((id) => pageById(store, id).group_id))];
  if (groupId === undefined) return [];
  for (const id of pageIds) refuseWhole(store, pageById(store, id));
  const moving = new Set(pageIds);
  const rest = pagesOf(store, groupId, true)
    .map((p) => p.id as string)
    .filter((id) => !moving.has(id));
  const at = before === undefined ? rest.length : rest.indexOf(before);
  if (at < 0) throw new Failure('scan.no_such_page');
  number(store, groupId, [...rest.slice(0, at), ...pageIds, ...rest.slice(at)]);
  return [];
}

function split(store: Store, organId: string, edit: Extract<ScanEdit, { kind: 'split' }>, groups: readonly GroupRow[]): string[] {
  const [group] = groups;
  if (!group || groups.length > 1) throw new Failure('scan.no_such_page');
  const pages = pagesOf(store, group.id, true);
  for (const page of pages) refuseWhole(store, page);
  const starts = new Set(edit.pageIds);
  const removed = new Set(edit.remove);
  const set = store.db.prepare('UPDATE scan_page SET removed = 1 WHERE id = ?');
  const parts: string[][] = [[]];
  for (const page of pages) {
    if (starts.has(page.id) && (parts.at(-1)?.length ?? 0) > 0) parts.push([]);
    parts.at(-1)?.push(page.id);
    if (removed.has(page.id)) set.run(page.id);
  }
  const following = openGroups(store, organId).find((g) => g.position > group.position)?.position ?? group.position + 1;
  const made: string[] = [];
  parts.slice(1).forEach((ids, n) => {
    const id = store.newId();
    const position = group.position + ((following - group.position) * (n + 1)) / parts.length;
    insertGroup(store, { id, organId, position, secrecy: group.secrecy });
    number(store, id, ids);
    made.push(id);
  });
  for (const id of [group.id, ...made]) if (pagesOf(store, id).length === 0) throw new Failure('scan.last_page');
  return made;
}

function merge(store: Store, groups: readonly GroupRow[]): string[] {
  const ordered = [...groups].sort((a, b) => a.position - b.position);
  const [first, ...others] = ordered;
  if (!first || others.length === 0) throw new Failure('scan.no_such_group');
  const pages = ordered.flatMap((group) => pagesOf(store, group.id, true));
  for (const page of pages) refuseWhole(store, page);
  number(
    store,
    first.id,
    pages.map((p) => p.id),
  );
  for (const group of others) store.db.prepare(`UPDATE scan_group SET state = 'dropped' WHERE id = ?`).run(group.id);
  // What has to be answered about one of them has to be answered about all.
  const asked = ordered.find((group) => group.secrecy?.includes('"asks"') && !group.secrecy.includes('"answered"'));
  if (asked) store.db.prepare('UPDATE scan_group SET secrecy = ? WHERE id = ?').run(asked.secrecy, first.id);
  return [];
}

/** Undoes the last act of this organ's desk; its kind, or nothing where there is none left. */
export function undoEdit(
  store: Store,
  actor: Actor,
  organId: string,
): { readonly kind?: ScanEdit['kind']; readonly groupIds: readonly string[] } {
  return store.tx(() => {
    const last = lastEdit(store, organId);
    if (!last) return { groupIds: [] };
    const before = JSON.parse(last.before) as Before;
    const gone = before.groups.some((group) => groupById(store, group.id).state === 'registered');
    if (gone || before.made.some((id) => groupById(store, id).state === 'registered')) throw new Failure('scan.group_registered');
    const group = store.db.prepare('UPDATE scan_group SET state = ?, position = ?, changed_at = ? WHERE id = ?');
    for (const g of before.groups) group.run(g.state, g.position, store.now(), g.id);
    const page = store.db.prepare(
      `UPDATE scan_page SET group_id = @group_id, position = @position, removed = @removed,
         text = CASE WHEN turn = @turn AND straighten = @straighten AND crop IS @crop THEN text END,
         version = version + (turn <> @turn OR straighten <> @straighten OR crop IS NOT @crop),
         turn = @turn, straighten = @straighten, crop = @crop WHERE id = @id`,
    );
    for (const row of before.pages) page.run(row);
    for (const id of before.made)
      store.db.prepare('DELETE FROM scan_group WHERE id = ? AND NOT EXISTS (SELECT 1 FROM scan_page WHERE group_id = ?)').run(id, id);
    store.db.prepare('UPDATE scan_edit SET undone = 1 WHERE id = ?').run(last.id);
    if (last.kind === 'drop') for (const { id } of before.groups) record(store, actor, 'scan.kept_after_all', id, '');
    return { kind: last.kind, groupIds: before.groups.map((g) => g.id) };
  }, 'scan:undo');
}

export const lastEdit = (store: Store, organId: string): { id: RecordId; kind: ScanEdit['kind']; before: string } | undefined =>
  store.db
    .prepare<[string], { id: RecordId; kind: ScanEdit['kind']; before: string }>(
      'SELECT id, kind, before FROM scan_edit WHERE organ_id = ? AND undone = 0 ORDER BY seq DESC LIMIT 1',
    )
    .get(organId);

/** Once pages belong to a document there is no way back behind it. */
export const closeEdits = (store: Store, groupIds: readonly string[]): void => {
  const close = store.db.prepare(`UPDATE scan_edit SET undone = 1 WHERE undone = 0 AND instr(before, ?) > 0`);
  for (const id of groupIds) close.run(id);
};

function forgetOld(store: Store, organId: string): void {
  store.db
    .prepare(
      'DELETE FROM scan_edit WHERE organ_id = ? AND seq < (SELECT seq FROM scan_edit WHERE organ_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)',
    )
    .run(organId, organId, UNDO_KEPT);
}
