/** A store of an office with its books, and arrivals over the axis as the inbox hands them over. */
import type { ReceivedDocument } from '../../src/core/axis/types.ts';
import type { Actor } from '../../src/core/context.ts';
import { createReceiver, type PaperDocument } from '../../src/core/documents/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import type { EdxmlDocument } from '../../src/domain/edxml.ts';
import { Failure } from '../../src/domain/errors.ts';
import { edxmlDocumentId, organId, type RecordId, recordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

export const ORGAN = 'H99.242';
/** 20 November 2026, 09:00 in Vietnam. */
export const START = Date.UTC(2026, 10, 20, 2, 0, 0);

export interface Office extends TestStore {
  readonly clerk: Actor;
  person(name: string, ...roles: Actor['roles'][number][]): Actor;
  pass(ms: number): void;
}
export function openOffice(): Office {
  let now = START;
  const kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  const person = (name: string, ...roles: Actor['roles'][number][]): Actor => {
    const personId = kit.store.newId();
    kit.store.tx(() =>
      kit.store.db
        .prepare('INSERT INTO person (id, name, roles, created_at, seq) VALUES (?, ?, ?, ?, ?)')
        .run(personId, name, JSON.stringify(roles), now, kit.store.nextSeq()),
    );
    return { personId, name, roles };
  };
  kit.store.tx(() => {
    kit.store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`).run(ORGAN);
    openDefaultBooks(kit.store, ORGAN, 'UBND');
  });
  return Object.assign(kit, {
    clerk: person('Lê Thị Ví Dụ', 'clerk'),
    person,
    pass: (ms: number) => {
      now += ms;
    },
  });
}

export const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'done';
};

export const paper = (more: Partial<PaperDocument> = {}): PaperDocument => ({
  organId: ORGAN,
  channel: 'post',
  sender: 'Sở Mẫu',
  number: '125',
  notation: 'SM-VP',
  date: '2026-11-19',
  typeName: 'Công văn',
  subject: 'Về việc rà soát hộ nghèo năm 2026',
  signer: 'Trần Văn Mẫu',
  priority: 0,
  uploadIds: [],
  register: true,
  notDuplicate: false,
  ...more,
});

/** Over the axis, as the inbox hands it over. */
export function arrive(store: Store, number = '125', more: Partial<EdxmlDocument> = {}): RecordId {
  const packageId = recordId(store.newId());
  const received: ReceivedDocument = {
    packageId,
    organId: organId(ORGAN),
    transportSender: 'H99.01',
    files: [],
    warnings: [],
    message: {
      kind: 'document',
      from: { organId: organId('H99.01'), organName: 'Sở Mẫu' },
      to: [{ organId: organId(ORGAN) }],
      documentId: edxmlDocumentId(`H99.01,2026/11/19,${number}/SM-VP`),
      code: { number, notation: 'SM-VP' },
      promulgation: { date: '2026-11-19' as LegalDate },
      documentType: { typeName: 'Công văn' },
      subject: 'Về việc rà soát hộ nghèo năm 2026',
      toPlaces: [],
      otherInfo: { priority: 0, appendixes: [] },
      responseFor: [],
      taskCodes: [],
      trace: [],
      business: { type: 0, paper: false, replacements: [] },
      steeringType: 0,
      packageSignature: 'none',
      ...more,
    } as EdxmlDocument,
  } as ReceivedDocument;
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO package (id, organ_id, doc_id, message_type, sender, state, listed_at, seq) VALUES (?, ?, ?, 'edoc', 'H99.01', 'stored', ?, ?)`,
      )
      .run(packageId, ORGAN, packageId, store.now(), store.nextSeq());
    createReceiver(store).document(received);
  });
  return store.db.prepare('SELECT id FROM incoming WHERE package_id = ?').pluck().get(packageId) as RecordId;
}
