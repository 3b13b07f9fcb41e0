/** What the axis said and a person has to believe first: asked once, answered once, nothing of it used before. */
import type { DirectoryQuestionRow } from '../../contract/page/directory.ts';
import type { ListedAgency, Question, QuestionKind } from '../../domain/directoryUpdate.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { agencyRow, openAgency } from './agencies.ts';
import { groupsWith, replaceInGroups } from './groups.ts';
import { agencyWriter, directoryChanged } from './write.ts';

interface QuestionRecord {
  id: string;
  kind: QuestionKind;
  state: 'open' | 'accepted' | 'rejected';
  organ_id: string;
  name: string;
  new_code: string;
  entry: string;
  asked_at: number;
}

/**
 * Keeps the questions of a list. One that a person rejected is not asked again while it stays the same; one that the
 * newest list no longer raises is withdrawn.
 * @returns how many are asked for the first time
 */
export function putQuestions(store: Store, questions: readonly Question[]): number {
  const { db } = store;
  const seen = db.prepare('SELECT id, state FROM directory_question WHERE kind = ? AND organ_id = ? AND new_code = ? AND name = ?');
  const insert = db.prepare(`INSERT INTO directory_question VALUES (?, ?, 'open', ?, ?, ?, ?, ?, NULL, NULL, ?)`);
  const again = db.prepare(`UPDATE directory_question SET state = 'open', entry = ?, asked_at = ?, seq = ? WHERE id = ?`);
  const refresh = db.prepare('UPDATE directory_question SET entry = ? WHERE id = ?');
  const raised = new Set<string>();
  let asked = 0;
  for (const { kind, organId, newCode, name, entry } of questions) {
    const known = seen.get(kind, organId, newCode, name) as { id: string; state: QuestionRecord['state'] } | undefined;
    const id = known?.id ?? store.newId();
    const body = JSON.stringify(entry);
    raised.add(id);
    if (known?.state === 'open') refresh.run(body, id);
    if (known?.state === 'open' || known?.state === 'rejected') continue;
    asked++;
    if (known === undefined) insert.run(id, kind, organId, name, newCode, body, store.now(), store.nextSeq());
    else again.run(body, store.now(), store.nextSeq(), id);
  }
  const open = db.prepare(`SELECT id FROM directory_question WHERE state = 'open'`).pluck().all() as string[];
  const withdraw = db.prepare('DELETE FROM directory_question WHERE id = ?');
  for (const id of open) if (!raised.has(id)) withdraw.run(id);
  return asked;
}

export const countQuestions = (store: Store): number =>
  store.db.prepare(`SELECT count(*) FROM directory_question WHERE state = 'open'`).pluck().get() as number;

export function openQuestions(store: Store, offset: number, limit: number): { rows: DirectoryQuestionRow[]; total: number } {
  const rows = store.db
    .prepare(`SELECT * FROM directory_question WHERE state = 'open' ORDER BY seq LIMIT ? OFFSET ?`)
    .all(limit, offset) as QuestionRecord[];
  return {
    total: countQuestions(store),
    rows: rows.map((row) => {
      const entry = JSON.parse(row.entry) as ListedAgency;
      const { parentName } = agencyRow(store, entry);
      return {
        id: row.id,
        kind: row.kind,
        organId: row.organ_id,
        name: row.name,
        newCode: row.new_code,
        newName: entry.name,
        groups: groupsWith(store, row.organ_id),
        askedAt: row.asked_at,
        ...(parentName === undefined ? {} : { parentName }),
      };
    }),
  };
}

/** A person's answer to some open questions, all in one transaction; how many were still open. */
export function answerQuestions(store: Store, actor: Actor, ids: readonly string[], accept: boolean): number {
  return store.tx(() => {
    const find = store.db.prepare(`SELECT * FROM directory_question WHERE id = ? AND state = 'open'`);
    const close = store.db.prepare('UPDATE directory_question SET state = ?, answered_at = ?, answered_by = ? WHERE id = ?');
    let answered = 0;
    for (const id of ids) {
      const question = find.get(id) as QuestionRecord | undefined;
      if (question === undefined) continue;
      if (accept) believe(store, question);
      close.run(accept ? 'accepted' : 'rejected', store.now(), actor.name, id);
      record(store, actor, 'directory.answer', id, `${accept ? 'accepted' : 'rejected'} ${question.organ_id} ${question.new_code}`);
      answered++;
    }
    if (answered === 0) throw new Failure('directory.already_answered');
    directoryChanged(store);
    return answered;
  }, 'directory:answer');
}

function believe(store: Store, question: QuestionRecord): void {
  const write = agencyWriter(store, question.id);
  const entry = JSON.parse(question.entry) as ListedAgency;
  const known = openAgency(store, question.organ_id);
  // A code belongs to one agency: who had it as the other code has it no more.
  const release = (code: string | undefined, owner: string): void => {
    if (code === undefined) return;
    store.db.prepare('UPDATE agency SET other_code = NULL WHERE other_code = ? AND organ_id <> ?').run(code, owner);
  };
  switch (question.kind) {
    case 'replaced':
      if (known) write.close(known, 'code_changed', entry.organId);
      release(entry.organId, entry.organId);
      release(entry.otherCode, entry.organId);
      write.open(entry);
      replaceInGroups(store, question.organ_id, { organId: entry.organId, name: entry.name });
      return;
    case 'second_code':
      release(entry.organId, entry.organId);
      release(entry.otherCode, entry.organId);
      write.open(entry);
      return;
    case 'took_name':
    case 'group_renamed': {
      const before = openAgency(store, question.new_code);
      if (before) write.change(before, entry, 'renamed');
      replaceInGroups(store, question.new_code, { organId: question.new_code, name: entry.name });
      return;
    }
    case 'other_code':
      if (!known) return;
      release(question.new_code, known.organId);
      write.change(known, { ...known, otherCode: question.new_code }, 'code_changed');
  }
}
