/**
 * What the axis remembers: systems and their organs, packages, one row a recipient. Plain SQLite (it holds
 * invented documents only), WAL and FULL; a package's bytes lie beside it and are synced before their row commits.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TrainingOffice } from '../../contract/training/index.ts';
import type { Instant } from '../../domain/time.ts';
import type { Envelope } from './envelope.ts';

export type MessageType = 'edoc' | 'status';
export type PackageState = 'initial' | 'processing' | 'done' | 'fail';

export interface PackageRow {
  readonly seq: number;
  readonly docId: string;
  readonly from: string;
  readonly messageType: MessageType;
  readonly documentId: string;
  readonly code: string;
  readonly title: string;
  readonly statusCode: string;
  readonly sha256: string;
  readonly size: number;
  readonly createdAt: Instant;
}
export interface RecipientRow extends PackageRow {
  readonly to: string;
  readonly state: PackageState;
  readonly stateDesc: string;
  readonly updatedAt: Instant;
}
/** A package whose bytes are in a file of `incomingDir`. */
export interface NewPackage {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly systemId: string;
  /** The client's timestamp: with systemId and digest it makes a repeated upload the same upload. */
  readonly timestamp: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageType: MessageType;
  readonly envelope: Envelope;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS office (
  organ_id TEXT PRIMARY KEY, name TEXT NOT NULL, parent_name TEXT NOT NULL, system_id TEXT NOT NULL, secret TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS package (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  doc_id TEXT NOT NULL UNIQUE,
  system_id TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  from_organ TEXT NOT NULL,
  message_type TEXT NOT NULL,
  document_id TEXT NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  status_code TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (system_id, timestamp, sha256)
) STRICT;
CREATE INDEX IF NOT EXISTS package_document ON package (from_organ, document_id);
CREATE TABLE IF NOT EXISTS recipient (
  package INTEGER NOT NULL REFERENCES package (seq),
  organ_id TEXT NOT NULL,
  state TEXT NOT NULL,
  state_desc TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (package, organ_id)
) STRICT;
CREATE INDEX IF NOT EXISTS recipient_waiting ON recipient (organ_id, state);
`;
const PACKAGE = `p.seq, p.doc_id AS docId, p.from_organ AS "from", p.message_type AS messageType, p.document_id AS documentId,
  p.code, p.title, p.status_code AS statusCode, p.sha256, p.size, p.created_at AS createdAt`;
const RECIPIENT = `${PACKAGE}, r.organ_id AS "to", r.state, r.state_desc AS stateDesc, r.updated_at AS updatedAt`;

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export class AxisStore {
  readonly incomingDir: string;
  readonly #packagesDir: string;
  readonly #db: Database.Database;
  readonly #now: () => Instant;

  constructor(dir: string, offices: readonly TrainingOffice[], now: () => Instant) {
    this.#now = now;
    this.incomingDir = join(dir, 'incoming');
    this.#packagesDir = join(dir, 'packages');
    mkdirSync(this.#packagesDir, { recursive: true, mode: 0o700 });
    mkdirSync(this.incomingDir, { recursive: true, mode: 0o700 });
    for (const left of readdirSync(this.incomingDir)) rmSync(join(this.incomingDir, left));
    this.#db = new Database(join(dir, 'axis.sqlite'));
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('foreign_keys = ON');
    this.#db.exec(SCHEMA);
    const put = this.#db.prepare('INSERT OR REPLACE INTO office VALUES (?, ?, ?, ?, ?)');
    this.#db.transaction(() => {
      for (const o of offices) put.run(o.organId, o.name, o.parentName, o.systemId, o.secret);
    })();
  }

  secretOf(systemId: string): string | undefined {
    return this.#db.prepare<[string], { secret: string }>('SELECT secret FROM office WHERE system_id = ? LIMIT 1').get(systemId)?.secret;
  }
  organsOf(systemId: string): readonly string[] {
    return this.#db
      .prepare<[string], { id: string }>('SELECT organ_id AS id FROM office WHERE system_id = ?')
      .all(systemId)
      .map((row) => row.id);
  }
  offices(): readonly { organId: string; name: string; parentName: string }[] {
    return this.#db
      .prepare<[], { organId: string; name: string; parentName: string }>(
        'SELECT organ_id AS organId, name, parent_name AS parentName FROM office ORDER BY organ_id',
      )
      .all();
  }
  isOffice(organId: string): boolean {
    return this.#db.prepare('SELECT 1 FROM office WHERE organ_id = ?').get(organId) !== undefined;
  }

  /** The package this upload repeats: the same upload again, or (if asked) the same sender's same document or message. */
  repeated(p: NewPackage, deduplicate: boolean): PackageRow | undefined {
    const same = this.#db
      .prepare<[string, string, string], PackageRow>(
        `SELECT ${PACKAGE} FROM package p WHERE p.system_id = ? AND p.timestamp = ? AND p.sha256 = ?`,
      )
      .get(p.systemId, p.timestamp, p.sha256);
    if (same !== undefined || !deduplicate) return same;
    if (p.messageType === 'edoc' && p.envelope.documentId !== undefined)
      return this.#db
        .prepare<[string, string], PackageRow>(
          `SELECT ${PACKAGE} FROM package p WHERE p.from_organ = ? AND p.document_id = ? AND p.message_type = 'edoc' ORDER BY p.seq LIMIT 1`,
        )
        .get(p.from, p.envelope.documentId);
    return this.#db
      .prepare<[string, string], PackageRow>(
        `SELECT ${PACKAGE} FROM package p WHERE p.from_organ = ? AND p.sha256 = ? ORDER BY p.seq LIMIT 1`,
      )
      .get(p.from, p.sha256);
  }

  /** Takes the package in for good: after this returns it survives a crash. The file is moved, its bytes must be synced. */
  add(p: NewPackage): string {
    const docId = randomUUID();
    renameSync(p.path, this.pathOf(docId));
    syncFolder(this.#packagesDir);
    const at = this.#now();
    this.#db.transaction(() => {
      const { lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO package (doc_id, system_id, timestamp, sha256, size, from_organ, message_type, document_id, code, title, status_code, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          docId,
          p.systemId,
          p.timestamp,
          p.sha256,
          p.size,
          p.from,
          p.messageType,
          p.envelope.documentId ?? '',
          p.envelope.code ?? '',
          p.envelope.subject ?? '',
          p.envelope.statusCode ?? '',
          at,
        );
      const put = this.#db.prepare(`INSERT INTO recipient VALUES (?, ?, 'initial', '', ?)`);
      for (const to of new Set(p.to)) put.run(lastInsertRowid, to, at);
    })();
    return docId;
  }

  pathOf(docId: string): string {
    return join(this.#packagesDir, `${docId}.edxml`);
  }

  /** What these organs have not yet marked `done` or `fail`, oldest first. */
  waiting(organs: readonly string[], messageType: MessageType): readonly RecipientRow[] {
    return this.#db
      .prepare<unknown[], RecipientRow>(
        `SELECT ${RECIPIENT} FROM recipient r JOIN package p ON p.seq = r.package
         WHERE r.organ_id IN (${organs.map(() => '?').join(',') || 'NULL'}) AND r.state IN ('initial', 'processing') AND p.message_type = ?
         ORDER BY p.seq`,
      )
      .all(...organs, messageType);
  }

  /** What came for these organs from a time on, whatever they marked it, oldest first. */
  since(organs: readonly string[], messageType: MessageType, from: Instant): readonly RecipientRow[] {
    return this.#db
      .prepare<unknown[], RecipientRow>(
        `SELECT ${RECIPIENT} FROM recipient r JOIN package p ON p.seq = r.package
         WHERE r.organ_id IN (${organs.map(() => '?').join(',') || 'NULL'}) AND p.created_at >= ? AND p.message_type = ? ORDER BY p.seq`,
      )
      .all(...organs, from, messageType);
  }

  /** Rows of packages these organs sent; `id` is a transport id or, where the axis can search so, a DocumentId. */
  sent(organs: readonly string[], messageType: MessageType, id: string | undefined, byDocumentId: boolean): readonly RecipientRow[] {
    return this.#db
      .prepare<unknown[], RecipientRow>(
        `SELECT ${RECIPIENT} FROM recipient r JOIN package p ON p.seq = r.package
         WHERE p.from_organ IN (${organs.map(() => '?').join(',') || 'NULL'}) AND p.message_type = ?
           AND (? IS NULL OR p.doc_id = ? OR (? AND p.document_id = ?))
         ORDER BY p.seq, r.organ_id`,
      )
      .all(...organs, messageType, id ?? null, id ?? null, byDocumentId ? 1 : 0, id ?? null);
  }

  /** The package, if one of these organs sent it or is to receive it. */
  visible(docId: string, organs: readonly string[]): PackageRow | undefined {
    const marks = organs.map(() => '?').join(',') || 'NULL';
    return this.#db
      .prepare<unknown[], PackageRow>(
        `SELECT ${PACKAGE} FROM package p WHERE p.doc_id = ? AND (p.from_organ IN (${marks})
           OR EXISTS (SELECT 1 FROM recipient r WHERE r.package = p.seq AND r.organ_id IN (${marks})))`,
      )
      .get(docId, ...organs, ...organs);
  }

  /** @returns false where none of these organs is a recipient of the package */
  mark(docId: string, organs: readonly string[], state: PackageState, description: string): boolean {
    return (
      this.#db
        .prepare(
          `UPDATE recipient SET state = ?, state_desc = ?, updated_at = ?
           WHERE package = (SELECT seq FROM package WHERE doc_id = ?) AND organ_id IN (${organs.map(() => '?').join(',') || 'NULL'})`,
        )
        .run(state, description, this.#now(), docId, ...organs).changes > 0
    );
  }

  /** Everything, one row a recipient, in the order of arrival. */
  all(): readonly RecipientRow[] {
    return this.#db
      .prepare<[], RecipientRow>(`SELECT ${RECIPIENT} FROM recipient r JOIN package p ON p.seq = r.package ORDER BY p.seq, r.organ_id`)
      .all();
  }

  close(): void {
    this.#db.close();
  }
}
