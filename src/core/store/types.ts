/** What the other rooms of the core see of the store. */
import type Database from 'better-sqlite3';
import type { SealedFile } from '../../contract/parser/index.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** A vault file that is written and synced but not named by a row yet. */
export interface WrittenBlob {
  readonly id: BlobId;
  /** What the file is called in the vault. Equal content lies there once, so rows may share a file and its key. */
  readonly name: string;
  /** The file's own 32-byte key. */
  readonly key: Uint8Array;
  /** Bytes of plaintext. */
  readonly size: number;
  /** Lower-case hex SHA-256 of the plaintext. */
  readonly sha256: string;
}

export interface BlobWriter {
  /** A failed write (disk full) removes what was written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Syncs file and folder; only then may a row name it. */
  finish(): Promise<WrittenBlob>;
  /** Removes what was written. */
  abort(): Promise<void>;
}
export interface BlobReader {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The whole file in order, in chunks of at most 64 KiB. */
  stream(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

export interface Vault {
  create(): Promise<BlobWriter>;
  /** Whole small files (≤ 64 MiB). */
  put(bytes: Uint8Array): Promise<WrittenBlob>;
  open(id: BlobId): Promise<BlobReader>;
  readAll(id: BlobId): Promise<Uint8Array>;
  /** Streams the plaintext in chunks of at most 64 KiB. */
  stream(id: BlobId): AsyncIterable<Uint8Array>;
  /** Names the file in the database; call inside the transaction that makes it needed. */
  record(blob: WrittenBlob): void;
  /** Path and key of a recorded file, for a parser job that reads it. */
  sealed(id: BlobId): SealedFile;
  /** The same of a file that was written and that no row names (yet): to look at it before deciding. */
  unrecorded(blob: WrittenBlob): SealedFile;
  /**
   * `count` fresh paths and keys for files that a parser job may write, each once: a second try needs a new
   * reservation, for one key must not seal two contents.
   */
  reserve(count: number): { readonly id: BlobId; readonly file: SealedFile }[];
  /** A reserved file that the parser wrote, measured by reading it back through its seals, folder synced. */
  adopt(id: BlobId, file: SealedFile): Promise<WrittenBlob>;
  /** Removes unrecorded files of a job that failed, and files whose last row was deleted (again at the next start, should the machine die before). */
  discard(ids: readonly BlobId[]): Promise<void>;
  /** Removes files older than the grace time (ms, a day unless told) that no row names; how many. Only the sanity check calls it. */
  sweepOrphans(graceMs?: number): Promise<number>;
}

export interface Store {
  readonly db: Database.Database;
  readonly vault: Vault;
  readonly workstationId: string;
  /**
   * BEGIN IMMEDIATE … COMMIT; the function is synchronous and has no side effect outside the database. The label names
   * the act for fault tests.
   */
  tx<T>(work: () => T, label?: string): T;
  /** Next local sequence; only inside `tx`. */
  nextSeq(): number;
  newId(): RecordId;
  now(): Instant;
  setting(key: string): string | undefined;
  setSetting(key: string, value: string): void;
  close(): void;
}
