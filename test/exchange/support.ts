/** Workstations of two offices and the training axis between them, all real but the documents room. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingOffice } from '../../src/contract/training/index.ts';
import type { PackageReader } from '../../src/core/axis/inbox.ts';
import {
  createExchange,
  type Exchange,
  type ExchangeOptions,
  enqueueDocument,
  enqueueStatus,
  vxpTransport,
} from '../../src/core/axis/index.ts';
import type { Receiver } from '../../src/core/axis/types.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Log } from '../../src/core/context.ts';
import { openStore } from '../../src/core/store/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import type { EdxmlStatus, Priority } from '../../src/domain/edxml.ts';
import { edxmlDocumentId, organId, type RecordId } from '../../src/domain/ids.ts';
import { secrecyDegree } from '../../src/domain/secrecy.ts';
import { edxmlDate, type LegalDate } from '../../src/domain/time.ts';
import { documentChunks, type OutgoingEdxmlDocument } from '../../src/formats/edxml/index.ts';
import { readEdxmlJob } from '../../src/parser/edxml.ts';

export const OFFICES: readonly TrainingOffice[] = [
  { organId: 'H99.01', name: 'Sở Mẫu', parentName: 'UBND tỉnh Mẫu', place: 'Mẫu', systemId: 'tap-huan.h99.01', secret: 'bi-mat-1' },
  {
    organId: 'H99.242',
    name: 'UBND xã Ví Dụ',
    parentName: 'UBND tỉnh Mẫu',
    place: 'Ví Dụ',
    systemId: 'tap-huan.h99.242',
    secret: 'bi-mat-2',
  },
  {
    organId: 'H99.243',
    name: 'UBND xã Thử Nghiệm',
    parentName: 'UBND tỉnh Mẫu',
    place: 'Thử Nghiệm',
    systemId: 'tap-huan.h99.243',
    secret: 'bi-mat-3',
  },
];
export const officeOf = (id: string): TrainingOffice => {
  const office = OFFICES.find((o) => o.organId === id);
  if (office === undefined) throw new Error(id);
  return office;
};

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), 'tvt-exchange-'));
export const removeFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** The parser's own job, in this process. */
export const reader: PackageReader = { ping: async () => ({}), readEdxml: (input) => readEdxmlJob(input) };

/** The documents room, as small as it can be: one row a document, status 01 in the same transaction. */
export function simpleReceiver(store: Store): Receiver {
  return {
    refuse: ({ message }) => (message.secrecyMark && secrecyDegree(message.secrecyMark) ? { code: 'documents.secret' } : undefined),
    document(received) {
      const { message } = received;
      const id = store.newId();
      const { changes } = store.db
        .prepare(
          `INSERT INTO incoming (id, organ_id, state, channel, priority, package_id, sender_organ_id, sender_name, document_id, number, notation,
             type_name, subject, folded, arrived_at, updated_at, seq, workstation_id)
           VALUES (?, ?, 'arrived', 'axis', ?, ?, ?, ?, ?, ?, ?, '', ?, '', ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          id,
          received.organId,
          message.otherInfo.priority,
          received.packageId,
          message.from.organId,
          message.from.organName ?? '',
          message.documentId,
          message.code.number ?? '',
          message.code.notation ?? '',
          message.subject ?? '',
          store.now(),
          store.now(),
          store.nextSeq(),
          store.workstationId,
        );
      if (changes === 0) return 'duplicate';
      for (const [position, file] of received.files.entries()) {
        store.vault.record(file.blob);
        store.db
          .prepare(
            `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', ?, ?, ?, ?, ?, ?)`,
          )
          .run(store.newId(), id, position, file.name, file.detected, file.blob.id, store.now(), store.nextSeq());
      }
      queueStatus(store, id, '01');
      return 'stored';
    },
    status({ message, packageId }) {
      const { changes } = store.db
        .prepare(
          `INSERT INTO status_in (id, package_id, sender_organ_id, sender_name, document_id, code, description, at, received_at, seq)
           VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          store.newId(),
          packageId,
          message.from.organId,
          message.responseFor.documentId,
          message.statusCode,
          message.description ?? '',
          message.timestamp ?? 0,
          store.now(),
          store.nextSeq(),
        );
      return changes === 0 ? 'duplicate' : 'stored';
    },
  };
}

/** Inside a transaction. */
export function queueStatus(store: Store, incomingId: string, code: string): RecordId | undefined {
  const row = store.db.prepare('SELECT * FROM incoming WHERE id = ?').get(incomingId) as {
    organ_id: string;
    sender_organ_id: string;
    document_id: string;
    priority: number;
  };
  const status: EdxmlStatus = {
    kind: 'status',
    from: { organId: organId(row.organ_id), organName: officeOf(row.organ_id).name },
    responseFor: { organId: organId(row.sender_organ_id), documentId: edxmlDocumentId(row.document_id), code: '1/A' },
    statusCode: code,
    description: `Trạng thái ${code}, lần ${store.nextSeq()}`,
    timestamp: store.now(),
  };
  return enqueueStatus(store, {
    organId: organId(row.organ_id),
    incomingId: incomingId as RecordId,
    status,
    priority: row.priority as Priority,
    title: code,
  });
}

export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}
export interface Bench {
  readonly store: Store;
  readonly exchange: Exchange;
  readonly log: readonly Logged[];
  /** Resolves when the condition holds, looked at after every event; fails by the test's own time limit. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}
export interface BenchOptions
  extends Partial<Pick<ExchangeOptions, 'parsing' | 'judge' | 'secrecy' | 'receiver' | 'onPoint' | 'transportFor' | 'freeDisk'>> {
  readonly dir: string;
  readonly url: string;
  readonly office: string;
  readonly key?: Buffer;
  readonly create?: boolean;
  readonly secret?: string;
  readonly answerMs?: number;
  readonly onStorePoint?: (name: string) => void;
}

export function station(options: BenchOptions): Bench {
  const office = officeOf(options.office);
  const key = options.key ?? randomBytes(32);
  const store = openStore({
    dir: options.dir,
    keys: { database: key, names: key },
    clock: systemClock,
    create: options.create ?? true,
    ...(options.onStorePoint ? { onPoint: options.onStorePoint } : {}),
  });
  store.tx(() =>
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, abbreviation, endpoint, system_id, secret) VALUES (?, ?, 'A', ?, ?, ?)
         ON CONFLICT (organ_id) DO UPDATE SET endpoint = excluded.endpoint`,
      )
      .run(office.organId, office.name, options.url, office.systemId, options.secret ?? office.secret),
  );
  const logged: Logged[] = [];
  const at =
    (level: string): Log['info'] =>
    (message, fields) =>
      void logged.push({ level, message, fields });
  const exchange = createExchange({
    store,
    clock: systemClock,
    mode: 'training',
    parsing: options.parsing ?? reader,
    ...(options.secrecy ? { secrecy: options.secrecy } : {}),
    judge: options.judge ?? (async () => ({ readable: true, signatures: [], summary: 'unsigned', checkedAt: 0 })),
    receiver: options.receiver ?? simpleReceiver(store),
    transportFor:
      options.transportFor ??
      ((organ) => vxpTransport({ ...organ, timeouts: { connectMs: 1000, answerMs: options.answerMs ?? 5000, idleMs: 5000 } })),
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    events: { emit: () => undefined },
    pollMs: 40,
    ...(options.onPoint ? { onPoint: options.onPoint } : {}),
    ...(options.freeDisk ? { freeDisk: options.freeDisk } : {}),
  });
  return {
    store,
    exchange,
    log: logged,
    until: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (condition()) resolve();
          else setTimeout(look, 5);
        };
        look();
      }),
    async close() {
      await exchange.stop();
      store.close();
    },
  };
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

export interface Draft {
  readonly from: string;
  readonly to: readonly string[];
  readonly number: string;
  readonly priority?: Priority;
  /** The day of 20 November 2026 where it does not matter. */
  readonly date?: LegalDate;
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}
const dateOf = (draft: Draft): LegalDate => draft.date ?? ('2026-11-20' as LegalDate);
export const documentIdOf = (draft: Draft): string => `${draft.from},${edxmlDate(dateOf(draft))},${draft.number}/CV`;
export function message(draft: Draft): OutgoingEdxmlDocument {
  return {
    kind: 'document',
    from: { organId: organId(draft.from), organName: officeOf(draft.from).name },
    to: draft.to.map((id) => ({ organId: organId(id), organName: id })),
    documentId: edxmlDocumentId(documentIdOf(draft)),
    code: { number: draft.number, notation: 'CV' },
    promulgation: { place: 'Mẫu', date: dateOf(draft) },
    documentType: { type: 18, typeName: 'Công văn' },
    subject: `Về việc thử nghiệm số ${draft.number}`,
    content: 'Nội dung',
    signer: { position: 'Chủ tịch', fullName: 'Trần Văn Mẫu' },
    toPlaces: [],
    otherInfo: { priority: draft.priority ?? 0, appendixes: [] },
    responseFor: [],
    taskCodes: [],
    trace: [],
    business: { type: 0, paper: false, replacements: [] },
  };
}
export async function packageBytes(draft: Draft): Promise<Buffer> {
  const files = draft.files ?? [{ name: 'van-ban.pdf', bytes: PDF }];
  const parts: Uint8Array[] = [];
  const attachments = files.map(({ name, bytes }) => ({
    name,
    size: bytes.byteLength,
    async *read() {
      yield bytes;
    },
  }));
  for await (const chunk of documentChunks(message(draft), attachments)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** Packages a document into the vault and queues it, as issuing does. */
export async function issue(store: Store, draft: Draft): Promise<RecordId> {
  const blob = await store.vault.put(await packageBytes(draft));
  return store.tx(() => {
    const outgoingId = store.newId();
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, document_id, type_name, subject, folded, updated_at, seq, workstation_id)
         VALUES (?, ?, 'issued', ?, ?, 'Công văn', '', '', 0, ?, ?)`,
      )
      .run(outgoingId, draft.from, draft.priority ?? 0, documentIdOf(draft), store.nextSeq(), store.workstationId);
    store.vault.record(blob);
    return enqueueDocument(store, {
      organId: organId(draft.from),
      outgoingId,
      documentId: edxmlDocumentId(documentIdOf(draft)),
      priority: draft.priority ?? 0,
      title: draft.number,
      blob,
      recipients: draft.to.map((id) => ({ organId: id, name: id })),
    });
  });
}

export const count = (store: Store, sql: string, ...params: unknown[]): number =>
  (store.db.prepare(`SELECT count(*) AS n FROM ${sql}`).get(...params) as { n: number }).n;
