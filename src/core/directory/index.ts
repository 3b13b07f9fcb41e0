/**
 * The directory of agencies on the axis, kept here so that picking a recipient works without a line. It promises: an
 * update comes whole or not at all; a list that suddenly lacks an unusual share of its agencies is not believed without
 * a person; a code that changed behind a known name or in a saved group counts for nothing before a person agreed;
 * what an agency was called before is kept.
 */
import type { AgencyRow, DirectoryChangeRow, DirectoryState, DirectoryUpdateRow } from '../../contract/page/directory.ts';
import { type ListedAgency, mergeLists } from '../../domain/directoryUpdate.ts';
import { levelOneKind, provinceOf } from '../../domain/organCodes.ts';
import { codeList } from '../codelists/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { countOpen, openAgency, pickEntries, rowsReader } from './agencies.ts';
import { PickIndex } from './pick.ts';
import { countQuestions } from './questions.ts';
import { checkedAt, takeList, type UpdateResult } from './update.ts';
import { directoryVersion } from './write.ts';

export type { ListedAgency } from '../../domain/directoryUpdate.ts';
export { agencyDetail, byOrganId, codesOf } from './agencies.ts';
export { acceptGroup, getGroup, listGroups, previewRule, removeGroup, saveGroup } from './groups.ts';
export { recipientMatcher, recipientsOf, type Search } from './match.ts';
export { answerQuestions, openQuestions } from './questions.ts';

/** The axis's two lists; the second is absent where the axis has no such call. */
export interface AgencyLists {
  readonly main: readonly ListedAgency[];
  readonly qd20?: readonly ListedAgency[];
}
export interface Directory {
  /** The best open agencies for what was typed: by name, abbreviation, first letters, code of either standard, parent. */
  search(text: string, limit: number): AgencyRow[];
  /** Takes the axis's lists over; throws `directory.update_too_small`. */
  update(lists: AgencyLists, options: { readonly actor: Actor; readonly confirm?: string }): UpdateResult;
  /** Reads the names in for picking, a little at a time; ends early where something else already did. */
  warm(): Promise<void>;
  close(): void;
}

/** Above this, a changed directory is read in beside other work while the index before it still answers. */
const SMALL = 20_000;
/** Closed agencies that a stale index may still name are passed over; so many more are asked for. */
const SPARE = 8;

export function createDirectory(store: Store): Directory {
  let index: { readonly version: string; readonly picks: PickIndex } | undefined;
  let warming: Promise<void> | undefined;
  let closed = false;
  const rows = rowsReader(store);
  const near = (): string | undefined => {
    const own = store.db.prepare('SELECT organ_id FROM organ ORDER BY organ_id LIMIT 1').pluck().get() as string | undefined;
    return own === undefined ? undefined : provinceOf(own);
  };
  const build = async (): Promise<void> => {
    const version = directoryVersion(store);
    const steps = PickIndex.buildInSteps(pickEntries(store), near());
    for (let step = steps.next(); !closed; step = steps.next()) {
      if (step.done) {
        index = { version, picks: step.value };
        return;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const warm = (): Promise<void> => {
    if (index?.version === directoryVersion(store)) return Promise.resolve();
    warming ??= build().finally(() => {
      warming = undefined;
    });
    return warming;
  };
  const current = (): PickIndex => {
    const version = directoryVersion(store);
    if (index?.version === version) return index.picks;
    if (index !== undefined && index.picks.size > SMALL) {
      void warm();
      return index.picks;
    }
    index = { version, picks: PickIndex.build(pickEntries(store), near()) };
    return index.picks;
  };
  return {
    search: (text, limit) => rows(current().pick(text, limit + SPARE)).slice(0, limit),
    update: ({ main, qd20 }, options) => takeList(store, mergeLists(main, qd20 ?? []), options),
    warm,
    close() {
      closed = true;
    },
  };
}

interface UpdateRecord extends Omit<DirectoryUpdateRow, 'by'> {
  readonly by_name: string;
  readonly digest: string;
}
const updateRow = ({ by_name, digest: _digest, ...row }: UpdateRecord): DirectoryUpdateRow => ({ ...row, by: by_name });

export type LevelOneBody = DirectoryState['provinces'][number];
/** Provinces that a group's rule may name: the open ones of the level-1 list, those the directory still has, our own. */
export function provincesOf(store: Store): LevelOneBody[] {
  const inDirectory = store.db.prepare('SELECT 1 FROM agency WHERE organ_id >= @code AND organ_id < @end AND closed_at IS NULL LIMIT 1');
  const present = (code: string): boolean => inDirectory.get({ code, end: `${code}~` }) !== undefined;
  const listed = codeList(store, 'level-one').entries.filter((entry) => levelOneKind(entry.code) === 'province');
  const own = (store.db.prepare('SELECT organ_id FROM organ').pluck().all() as string[]).flatMap((code) => provinceOf(code) ?? []);
  const unlisted = [...new Set(own)].filter((code) => !listed.some((entry) => entry.code === code));
  return [
    ...unlisted.map((code) => ({ code, name: openAgency(store, code)?.name ?? code })),
    ...listed
      .filter((entry) => entry.closedOn === undefined || present(entry.code))
      .map(({ code, name, successor, inferred }) => ({
        code,
        name,
        ...(successor === undefined ? {} : { successor }),
        ...(inferred === undefined ? {} : { inferred }),
      })),
  ];
}
/** What the administrator sees of the directory. */
export function directoryState(store: Store, provinces: readonly LevelOneBody[]): DirectoryState {
  const rows = store.db
    .prepare(
      `SELECT id, at, state, digest, listed, known, opened, closed, renamed, changed, asked, by_name FROM directory_update ORDER BY seq DESC LIMIT 20`,
    )
    .all() as UpdateRecord[];
  const [last] = rows;
  const checked = checkedAt(store);
  return {
    open: countOpen(store),
    ...(checked === undefined ? {} : { checkedAt: checked }),
    ...(last?.state === 'refused' ? { refused: { ...updateRow(last), digest: last.digest } } : {}),
    questions: countQuestions(store),
    updates: rows.map(updateRow),
    provinces,
  };
}

export function directoryChanges(
  store: Store,
  updateId: string,
  offset: number,
  limit: number,
): { rows: DirectoryChangeRow[]; total: number } {
  return {
    rows: store.db
      .prepare(
        'SELECT kind, organ_id AS organId, name, before, after FROM directory_change WHERE update_id = ? ORDER BY position LIMIT ? OFFSET ?',
      )
      .all(updateId, limit, offset) as DirectoryChangeRow[],
    total: store.db.prepare('SELECT count(*) FROM directory_change WHERE update_id = ?').pluck().get(updateId) as number,
  };
}
