/** The paper desk's calls: the tray of the organ the person works in now. */
import type { ScanGroup, ScanMaking, ScanPageRow, scanningCalls } from '../../contract/page/scanning.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { isBlank, missingPages, proposedSplits, qualityOf } from '../../domain/scan.ts';
import {
  type GroupRow,
  groupById,
  isUnreadable,
  itemById,
  lastEdit,
  lookOf,
  openGroups,
  type PageRow,
  pagesOf,
  pictureOf,
  problemOf,
  type Scanning,
  shownSize,
} from '../scanning/index.ts';
import { type KeptFinding, readKept } from '../secrecy/index.ts';
import type { Store } from '../store/types.ts';
import type { Workstation } from '../workstation.ts';
import { currentOrgan, type Session, signedIn } from './session.ts';

function room(session: Session): { scanning: Scanning; store: Store; workstation: Workstation; organId: string } {
  const { workstation } = signedIn(session);
  const { scanning, store } = workstation;
  if (!scanning) throw new Failure('scan.cannot_read_here');
  return { scanning, store, workstation, organId: currentOrgan(session).organId };
}
const asked = (finding: KeptFinding | undefined) => (finding?.state === 'asks' ? [...finding.asks] : []);

function groupRow(store: Store, group: GroupRow, blankInk: number): ScanGroup {
  const pages = pagesOf(store, group.id);
  const [first] = pages;
  const item = first ? itemById(store, first.item_id) : undefined;
  return {
    id: group.id,
    name: item?.name ?? '',
    files: new Set(pages.map((page) => page.item_id)).size,
    pages: pages.length,
    takenAt: item?.taken_at ?? group.changed_at,
    ...(first ? { firstPageId: first.id } : {}),
    version: first?.version ?? 0,
    whole: item?.whole === 1,
    quality: item?.whole ? [] : [...new Set(pages.flatMap((page) => qualityOf(pictureOf(page))))],
    looked: pages.filter((page) => page.look !== null || page.problem !== null).length,
    read: pages.filter((page) => page.text !== null).length,
    splits: proposedSplits(
      pages.map((page) => ({ look: lookOf(page) })),
      blankInk,
    ).length,
    secrecyAsked: asked(readKept(group.secrecy)),
  };
}

function pageRow(page: PageRow, whole: boolean, blankInk: number, startsPaper: boolean): ScanPageRow {
  const look = lookOf(page);
  const problem = problemOf(page);
  return {
    id: page.id,
    removed: page.removed === 1,
    version: page.version,
    ...shownSize(page),
    picture: pictureOf(page),
    turn: page.turn,
    straighten: page.straighten,
    cropped: page.crop !== null,
    ...(look ? { look } : {}),
    blank: isBlank(look, blankInk),
    quality: whole ? [] : qualityOf(pictureOf(page)),
    ...(problem ? { problem } : {}),
    startsPaper,
    read: page.text !== null,
    unreadable: !whole && isUnreadable(page),
  };
}

function makingRow({ store, scanning }: { store: Store; scanning: Scanning }, group: GroupRow): ScanMaking {
  const progress = scanning.makeProgress(group.id);
  const problem = problemOf(group);
  const title =
    store.db
      .prepare<[string], string>('SELECT subject FROM incoming WHERE id = ?')
      .pluck()
      .get(group.incoming_id ?? '') ?? '';
  const petition =
    group.petition_id === null
      ? undefined
      : `Đơn số ${store.db.prepare<[string], number>('SELECT number FROM petition WHERE id = ?').pluck().get(group.petition_id) ?? ''}`;
  const state = progress ? 'making' : group.make === 'stopped' || group.make === 'failed' ? group.make : 'waiting';
  return {
    id: group.id,
    incomingId: group.incoming_id ?? '',
    title: petition === undefined ? title : petition,
    ...(group.petition_id === null ? {} : { petitionId: group.petition_id }),
    state,
    done: progress?.done ?? 0,
    total: progress?.total ?? pagesOf(store, group.id).length,
    ...(problem ? { problem } : {}),
  };
}
function madeFiles(store: Store, incomingId: string): { fileId: string; name: string; digitised: boolean }[] {
  const rows = store.db
    .prepare<[string], { fileId: string; name: string; digitised: number }>(
      `SELECT f.id AS fileId, f.name, EXISTS (SELECT 1 FROM derived_copy c WHERE c.source_file_id = f.id AND c.kind = 'digitised') AS digitised
       FROM file f WHERE f.incoming_id = ? AND f.current = 1 AND f.stage = 'scanned' ORDER BY f.position`,
    )
    .all(incomingId);
  return rows.map((row) => ({ ...row, digitised: row.digitised === 1 }));
}
const UNMADE = `make IN ('waiting','stopped','failed')`;

export const scanningHandlers: Handlers<typeof scanningCalls, Session> = {
  'scanning.tray': (_input, session) => {
    const { scanning, store, organId } = room(session);
    const folder = scanning.folder(organId);
    const undo = lastEdit(store, organId);
    const blankInk = scanning.blankInk();
    const making = store.db
      .prepare<[string], GroupRow>(`SELECT * FROM scan_group WHERE organ_id = ? AND ${UNMADE} ORDER BY seq`)
      .all(organId);
    return {
      ...(folder
        ? {
            folder: {
              path: folder.setting.path,
              after: folder.setting.after,
              state: folder.state,
              since: folder.since,
              waiting: folder.waiting,
              notices: folder.notices.map(({ name, error }) => ({ name, error })),
            },
          }
        : {}),
      groups: openGroups(store, organId).map((group) => groupRow(store, group, blankInk)),
      making: making.map((group) => makingRow({ store, scanning }, group)),
      ...(undo ? { undo: undo.kind } : {}),
      reading: scanning.reading(),
      blankInk,
    };
  },
  'scanning.pages': ({ groupId }, session) => {
    const { scanning, store } = room(session);
    const group = groupById(store, groupId);
    const rows = pagesOf(store, group.id, true);
    const shown = rows.filter((row) => row.removed === 0);
    const blankInk = scanning.blankInk();
    const starts = new Set(
      proposedSplits(
        shown.map((row) => ({ look: lookOf(row) })),
        blankInk,
      ).map((n) => shown[n]?.id),
    );
    const [first] = rows;
    const whole = first !== undefined && itemById(store, first.item_id).whole === 1;
    const numbers = missingPages(shown.map((row) => lookOf(row)?.printed));
    return { id: group.id, whole, pages: rows.map((row) => pageRow(row, whole, blankInk, starts.has(row.id))), ...numbers };
  },
  'scanning.picture': ({ pageId, maxSide, original }, session) => {
    const { scanning } = room(session);
    return original ? scanning.original(pageId, maxSide) : scanning.picture(pageId, maxSide);
  },
  'scanning.readWhole': async ({ groupId, offset, length }, session) => {
    const { store } = room(session);
    const [page] = pagesOf(store, groupById(store, groupId).id);
    if (!page) throw new Failure('scan.no_such_group');
    const item = itemById(store, page.item_id);
    const reader = await store.vault.open(item.blob_id);
    try {
      return { bytes: await reader.read(offset, length), size: item.size };
    } finally {
      await reader.close();
    }
  },
  'scanning.take': async ({ uploadId }, session) => {
    const { scanning, organId } = room(session);
    const taken = await scanning.takeUpload(signedIn(session).actor, organId, uploadId);
    return taken.kind === 'new' ? { groupId: taken.groupId } : { known: taken.item.name };
  },
  'scanning.edit': (edit, session) => {
    const { scanning, organId } = room(session);
    return { groupIds: [...scanning.edit(signedIn(session).actor, organId, edit)] };
  },
  'scanning.undo': (_input, session) => {
    const { scanning, organId } = room(session);
    const kind = scanning.undo(signedIn(session).actor, organId);
    return kind === undefined ? {} : { kind };
  },
  'scanning.lookNow': async (_input, session) => {
    const { scanning, organId } = room(session);
    await scanning.look(organId);
    return {};
  },
  'scanning.chooseFolder': async (_input, session) => {
    const { scanning, workstation, organId } = room(session);
    const path = await workstation.chooseFolder('scanner');
    if (path === undefined) return { chosen: false };
    scanning.setFolder(signedIn(session).actor, organId, { path, after: scanning.folder(organId)?.setting.after ?? 'move' });
    return { chosen: true };
  },
  'scanning.setAfter': ({ after }, session) => {
    const { scanning, organId } = room(session);
    const now = scanning.folder(organId)?.setting;
    if (!now) throw new Failure('scan.no_folder');
    scanning.setFolder(signedIn(session).actor, organId, { ...now, after });
    return {};
  },
  'scanning.forgetFolder': (_input, session) => {
    const { scanning, organId } = room(session);
    scanning.setFolder(signedIn(session).actor, organId, undefined);
    return {};
  },
  'scanning.setBlankInk': ({ ink }, session) => {
    room(session).scanning.setBlankInk(signedIn(session).actor, ink);
    return {};
  },
  'scanning.stopMaking': ({ groupId }, session) => {
    room(session).scanning.stopMaking(groupId);
    return {};
  },
  'scanning.makeAgain': ({ groupId }, session) => {
    room(session).scanning.makeAgain(groupId);
    return {};
  },
  'scanning.answerSecrecy': async ({ groupId, secret }, session) => {
    await room(session).scanning.answerSecrecy(signedIn(session).actor, groupId, secret);
    return {};
  },
  'scanning.ofDocument': ({ incomingId }, session) => {
    const { store, scanning } = room(session);
    const groups = store.db.prepare<[string], GroupRow>('SELECT * FROM scan_group WHERE incoming_id = ? ORDER BY place').all(incomingId);
    return {
      pages: groups.flatMap((group) =>
        pagesOf(store, group.id)
          .filter((page) => itemById(store, page.item_id).whole === 0)
          .map(({ id, version }) => ({ id, version })),
      ),
      making: groups
        .filter((group) => group.make !== 'done' && group.make !== 'none')
        .map((group) => makingRow({ store, scanning }, group)),
      made: madeFiles(store, incomingId),
    };
  },
};
