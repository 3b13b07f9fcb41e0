/**
 * Files that leave the store in plaintext, the one exception to "nothing in plaintext on the disk" (record keeping, 4):
 * saved outside, or opened in a program of their own as a temporary copy. It promises: every exit is recorded with who,
 * when and where to; temporary copies are wiped at closing and at start; one that was changed comes back into the vault
 * first, and waits there until somebody says what it is for.
 */
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenedCopy, ReturnedCopy } from '../../contract/page/leaving.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import { mayOpen, outsideName } from '../../domain/leaving.ts';
import { record } from '../audit/index.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';

export interface LeavingParts {
  readonly store: Store;
  /** Profile folder; copies lie below it, where only this user may look. */
  readonly dir: string;
  readonly parsing: Parsing;
  readonly log: Log;
  /** Hands a copy to its program; why it could not, where it could not. */
  openPath(path: string): Promise<{ readonly opened: boolean }>;
}

const FOLDER = 'opened';
/** Every copy gets this time of last change; another one means that somebody changed it. */
const UNTOUCHED = new Date(Date.UTC(2001, 0, 1));
/** Also what the vault reads at once. */
const MAX_BACK = 60 * 1024 * 1024;

interface FileRow {
  readonly name: string;
  readonly detected: string;
  readonly blob_id: BlobId;
  readonly incoming_id: RecordId | null;
  readonly outgoing_id: RecordId | null;
}
interface ReturnedRow {
  readonly name: string;
  readonly detected: string;
  readonly pages: number | null;
  readonly blob_id: BlobId;
  readonly size: number;
}
interface LeavingRow {
  readonly id: RecordId;
  readonly file_id: RecordId;
  readonly name: string;
  readonly at: number;
}

const copiesOf = (dir: string): string => join(dir, FOLDER);
const isUntouched = (path: string): boolean => statSync(path).mtimeMs === UNTOUCHED.getTime();

/**
 * At the start of the program, before any key is there: copies that nobody changed are wiped. Changed ones wait for the
 * store, or the work in them would be lost.
 */
export function wipeUntouched(dir: string): void {
  const root = copiesOf(dir);
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root)) {
    const files = readdirSync(join(root, folder));
    if (files.every((name) => isUntouched(join(root, folder, name)))) void wipeFolder(join(root, folder)).catch(() => undefined);
  }
}

/** Windows' mark of a file that came from elsewhere: office programs open it in their protected view. */
async function markFromOutside(path: string): Promise<void> {
  if (process.platform !== 'win32') return;
  await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n').catch(() => undefined);
}

/** Overwrites what can be overwritten, then removes. */
async function wipeFolder(path: string): Promise<void> {
  for (const name of readdirSync(path)) {
    const file = join(path, name);
    try {
      const handle = await open(file, 'r+');
      try {
        const { size } = await handle.stat();
        const zeros = Buffer.alloc(Math.min(size, 1024 * 1024));
        for (let at = 0; at < size; at += zeros.byteLength) await handle.write(zeros, 0, Math.min(zeros.byteLength, size - at), at);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch {
      // Held by its program: removing says so.
    }
  }
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

export class Leaving {
  readonly #parts: LeavingParts;
  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  #file(fileId: string): FileRow {
    const row = this.#parts.store.db
      .prepare<[string], FileRow>('SELECT name, detected, blob_id, incoming_id, outgoing_id FROM file WHERE id = ?')
      .get(fileId);
    if (!row) throw new Failure('files.not_found');
    return row;
  }

  /** Writes down that a file left; call after it did. */
  noteSaved(actor: Actor, fileId: string, place: string): void {
    this.#note(actor, fileId, this.#file(fileId), 'saved', place);
  }

  /** The same of many that left together, in one transaction. */
  noteSavedMany(actor: Actor, fileIds: readonly string[], place: string): void {
    this.#parts.store.tx(() => {
      for (const fileId of fileIds) this.#noteWithin(actor, fileId, this.#file(fileId), 'saved', place);
    }, 'leaving:note-many');
  }

  #note(actor: Actor, fileId: string, file: FileRow, how: 'saved' | 'opened', place: string, given?: RecordId): RecordId {
    return this.#parts.store.tx(() => this.#noteWithin(actor, fileId, file, how, place, given), 'leaving:note');
  }
  #noteWithin(actor: Actor, fileId: string, file: FileRow, how: 'saved' | 'opened', place: string, given?: RecordId): RecordId {
    const { store } = this.#parts;
    const id = given ?? store.newId();
    store.db
      .prepare('INSERT INTO leaving (id, file_id, how, name, place, at, person_id, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, fileId, how, file.name, place, store.now(), actor.personId ?? null, actor.name, store.nextSeq());
    record(store, actor, how === 'saved' ? 'file.save_outside' : 'file.open_outside', fileId, 'ok');
    const document = file.incoming_id ? { incomingId: file.incoming_id } : file.outgoing_id ? { outgoingId: file.outgoing_id } : undefined;
    if (document)
      addHistory(store, actor, {
        ...document,
        act: how === 'saved' ? 'file.saved_outside' : 'file.opened_outside',
        params: { name: file.name, place },
      });
    return id;
  }

  /**
   * Opens a file in its own program: a copy, recorded before it exists.
   * @throws Failure `files.not_found`, `leaving.not_openable`, `leaving.no_program`
   */
  async open(actor: Actor, fileId: string): Promise<{ readonly id: RecordId }> {
    const { store, dir } = this.#parts;
    const file = this.#file(fileId);
    const name = outsideName(file.name, file.detected);
    const may = mayOpen(name, file.detected);
    if (!may.ok) throw new Failure(may.error.code, { name: file.name });
    const id = store.newId();
    const folder = join(copiesOf(dir), id);
    this.#note(actor, fileId, file, 'opened', folder, id);
    try {
      const path = await this.#write(folder, name, file.blob_id);
      const { opened } = await this.#parts.openPath(path);
      if (!opened) throw new Failure('leaving.no_program', { name: file.name });
      return { id };
    } catch (error) {
      await this.#wipe(id);
      throw error;
    }
  }
  async #write(folder: string, name: string, blob: BlobId): Promise<string> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    const target = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of this.#parts.store.vault.stream(blob)) await target.write(chunk);
    } finally {
      await target.close();
    }
    await markFromOutside(path);
    utimesSync(path, UNTOUCHED, UNTOUCHED);
    return path;
  }

  #open(): LeavingRow[] {
    return this.#parts.store.db
      .prepare<[], LeavingRow>(`SELECT id, file_id, name, at FROM leaving WHERE how = 'opened' AND wiped_at IS NULL ORDER BY seq`)
      .all();
  }
  /** The file that a program left: the one that was changed last, since some write anew under another name. */
  #changed(id: string): string | undefined {
    const folder = join(copiesOf(this.#parts.dir), id);
    if (!existsSync(folder)) return undefined;
    const files = readdirSync(folder)
      // Programs' own locks and drafts.
      .filter((name) => !/^[~.]|\.tmp$/i.test(name))
      .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .filter(({ path }) => statSync(path).isFile() && !isUntouched(path))
      .sort((a, b) => b.at - a.at);
    return files[0]?.path;
  }

  copies(): OpenedCopy[] {
    return this.#open().map((row) => ({
      id: row.id,
      fileId: row.file_id,
      name: row.name,
      at: row.at,
      changed: this.#changed(row.id) !== undefined,
    }));
  }
  returned(): ReturnedCopy[] {
    return this.#parts.store.db
      .prepare<[], ReturnedCopy>(
        `SELECT r.id, r.name, r.at, b.size, r.detected, l.file_id AS fileId, f.incoming_id AS incomingId, f.outgoing_id AS outgoingId
         FROM returned_copy r JOIN blob b ON b.id = r.blob_id JOIN leaving l ON l.id = r.leaving_id LEFT JOIN file f ON f.id = l.file_id
         WHERE r.state = 'waiting' ORDER BY r.seq`,
      )
      .all()
      .map(({ incomingId, outgoingId, ...row }) => ({
        ...row,
        ...(incomingId ? { incomingId } : {}),
        ...(outgoingId ? { outgoingId } : {}),
      }));
  }

  /** Takes a copy that was changed back into the vault, and wipes it outside. @throws Failure `leaving.not_changed`, `files.too_large` */
  async takeBack(actor: Actor, id: string): Promise<void> {
    const row = this.#open().find((one) => one.id === id);
    const path = row && this.#changed(row.id);
    if (!row || path === undefined) throw new Failure('leaving.not_changed');
    const { store, parsing } = this.#parts;
    if (statSync(path).size > MAX_BACK) throw new Failure('files.too_large', { name: row.name, megabytes: MAX_BACK / 1024 / 1024 });
    const bytes = await readFile(path);
    const writer = await store.vault.create();
    const part = 1024 * 1024;
    for (let at = 0; at < bytes.byteLength; at += part) await writer.write(bytes.subarray(at, at + part));
    const blob = await writer.finish();
    const known = { detected: 'unknown', pages: null as number | null };
    try {
      const facts = await parsing.inspect({ source: store.vault.unrecorded(blob) });
      known.detected = facts.detected;
      known.pages = facts.pdf?.pages.length ?? null;
    } catch (error) {
      // It is kept as it is; what it is for is asked later.
      this.#parts.log.info('a returned copy could not be looked at', { code: error instanceof Failure ? error.error.code : 'unexpected' });
    }
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO returned_copy (id, leaving_id, name, detected, pages, blob_id, at, state, seq) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
        )
        .run(store.newId(), row.id, row.name, known.detected, known.pages, blob.id, store.now(), store.nextSeq());
      record(store, actor, 'file.came_back', row.file_id, 'ok');
    }, 'leaving:back');
    await this.#wipe(row.id);
  }

  /** Closes one copy without its changes. */
  async drop(id: string): Promise<void> {
    await this.#wipe(id as RecordId);
  }

  async #wipe(id: RecordId): Promise<void> {
    const { store, dir } = this.#parts;
    const folder = join(copiesOf(dir), id);
    if (existsSync(folder)) await wipeFolder(folder);
    store.tx(() => store.db.prepare('UPDATE leaving SET wiped_at = ? WHERE id = ?').run(store.now(), id), 'leaving:wiped');
  }

  /** At start and at closing: what was changed comes back into the vault, then every copy is wiped. */
  async sweep(): Promise<void> {
    const { store, dir, log } = this.#parts;
    for (const row of this.#open()) {
      try {
        if (this.#changed(row.id) === undefined) await this.#wipe(row.id);
        else await this.takeBack(WORKSTATION, row.id);
      } catch (error) {
        log.warn('a copy outside could not be wiped', { code: error instanceof Failure ? error.error.code : String(error) });
      }
    }
    const root = copiesOf(dir);
    const known = new Set(store.db.prepare<[], string>('SELECT id FROM leaving WHERE wiped_at IS NULL').pluck().all());
    if (!existsSync(root)) return;
    for (const folder of readdirSync(root)) if (!known.has(folder)) await wipeFolder(join(root, folder)).catch(() => undefined);
  }

  /**
   * What a returned copy is for: an upload for a new draft. A PDF is used up by it; of an office file, which is to become a
   * PDF first, a copy is given, and it waits on until `done`.
   * @throws Failure `leaving.not_returned`
   */
  async useForDraft(
    actor: Actor,
    id: string,
  ): Promise<{ readonly uploadId: RecordId; readonly name: string; readonly size: number; readonly detected: string }> {
    const { store } = this.#parts;
    const row = this.#waiting(id);
    const uploadId = store.newId();
    const copy = row.detected === 'pdf' ? undefined : await store.vault.put(await store.vault.readAll(row.blob_id));
    store.tx(() => {
      if (copy) store.vault.record(copy);
      else this.#use(id);
      store.db
        .prepare('INSERT INTO upload (id, name, detected, pages, blob_id, at) VALUES (?, ?, ?, ?, ?, ?)')
        .run(uploadId, row.name, row.detected, row.pages, copy?.id ?? row.blob_id, store.now());
      record(store, actor, 'file.back_as_draft', id, 'ok');
    }, 'leaving:draft');
    return { uploadId, name: row.name, size: row.size, detected: row.detected };
  }
  /** It became a PDF of its own and waits no more. */
  done(id: string): void {
    this.#parts.store.tx(() => void this.#use(id), 'leaving:done');
  }

  /**
   * Or a new attachment of a draft, or of an incoming document beside what came in.
   * @throws Failure `leaving.not_returned`, `leaving.no_draft`
   */
  attach(actor: Actor, id: string, target: { readonly incomingId?: string; readonly outgoingId?: string }): void {
    const { store } = this.#parts;
    store.tx(() => {
      const column = target.outgoingId === undefined ? 'incoming_id' : 'outgoing_id';
      const document = target.outgoingId ?? target.incomingId ?? '';
      const draft = store.db.prepare(`SELECT 1 FROM outgoing WHERE id = ? AND state = 'draft'`).get(document);
      const incoming = store.db.prepare('SELECT 1 FROM incoming WHERE id = ? AND destruction_id IS NULL').get(document);
      if (column === 'outgoing_id' ? !draft : !incoming) throw new Failure('leaving.no_draft');
      const row = this.#use(id);
      const position = store.db
        .prepare<[string], number>(`SELECT coalesce(max(position), -1) + 1 FROM file WHERE ${column} = ? AND current = 1`)
        .pluck()
        .get(document);
      store.db
        .prepare(
          `INSERT INTO file (id, ${column}, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'attachment', ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(store.newId(), document, position, row.name, row.detected, row.pages, row.blob_id, store.now(), store.nextSeq());
      addHistory(store, actor, {
        ...(column === 'outgoing_id' ? { outgoingId: document as RecordId } : { incomingId: document as RecordId }),
        act: 'file.came_back',
        params: { name: row.name },
      });
      record(store, actor, 'file.attached', document, 'ok');
    }, 'leaving:attach');
  }

  #waiting(id: string): ReturnedRow {
    const row = this.#parts.store.db
      .prepare<[string], ReturnedRow>(
        `SELECT r.name, r.detected, r.pages, r.blob_id, b.size FROM returned_copy r JOIN blob b ON b.id = r.blob_id WHERE r.id = ? AND r.state = 'waiting'`,
      )
      .get(id);
    if (!row) throw new Failure('leaving.not_returned');
    return row;
  }
  /** Inside a transaction. */
  #use(id: string): ReturnedRow {
    const row = this.#waiting(id);
    this.#parts.store.db.prepare(`UPDATE returned_copy SET state = 'used' WHERE id = ?`).run(id);
    return row;
  }
}
