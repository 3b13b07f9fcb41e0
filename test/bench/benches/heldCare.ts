/**
 * Long acts of the care of the store for the bench `held`: backups and their opening, the whole check, the audit's file, hồ
 * sơ and their handing over, an imported workbook, diagnostics, destruction. The vault is made as large as the lists: 200,000
 * names of a few sealed files (hard links), at a place of backups that holds thirty of them.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKeyFile } from '../../../src/core/accounts/key-file.ts';
import { exportAudit } from '../../../src/core/audit/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { destroyedHere } from '../../../src/core/destruction/ledger.ts';
import { openSheet, takeTable } from '../../../src/core/entry/index.ts';
import { RestoreDesk } from '../../../src/core/restore/index.ts';
import { destructionHandlers } from '../../../src/core/service/destruction.ts';
import { dossierHandlers } from '../../../src/core/service/dossiers.ts';
import type { Session } from '../../../src/core/service/session.ts';
import { askInThread, BACKUP_FILES, backupRoot, makeBackup } from '../../../src/core/store/backup/index.ts';
import { checkStore } from '../../../src/core/store/check.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { supportReport } from '../../../src/core/support/index.ts';
import { OURS } from '../store/make.ts';
import type { HeldAct } from './held.ts';

const FILES = 200_000;
/** A file bears some 65,000 links. */
const SOURCES = 10;
const GENERATIONS = 30;
const YEAR = 2020;
/** Hồ sơ of the year still open, with so many documents each, and some that are closed. */
const OPEN = 1_500;
const IN_EACH = 100;
const CLOSED = 1_000;
const HANDED_AT_ONCE = 500;
const DESTROYED_AT_ONCE = 2_000;
const IMPORTED = 5_000;

export interface CarePlace {
  readonly store: Store;
  readonly session: Session;
  readonly dir: string;
  readonly into: string;
  readonly key: Buffer;
}
type Handler = (input: never, session: Session) => unknown;
const HANDLERS: Readonly<Record<string, Handler>> = { ...dossierHandlers, ...destructionHandlers };
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Many names in the vault, here and at the place of backups, that are a few files; each opens by its key. */
export async function addFiles({ store, dir }: Pick<CarePlace, 'store' | 'dir'>, root: string): Promise<void> {
  const [here, there] = [join(dir, 'vault'), join(root, 'vault')];
  const sealed = await Promise.all(Array.from({ length: SOURCES }, () => store.vault.put(randomBytes(600))));
  const sources = sealed.map((blob) => ({ ...blob, path: store.vault.unrecorded(blob).path }));
  const insert = store.db.prepare('INSERT INTO blob (id, key, size, sha256, created_at, name) VALUES (?, ?, ?, ?, 0, ?)');
  const made = new Set<string>();
  for (let from = 0; from < FILES; from += 5_000)
    store.tx(() => {
      for (let i = from; i < from + 5_000; i++) {
        const source = sources[i % SOURCES];
        if (source === undefined) continue;
        const name = randomBytes(32).toString('hex');
        const folder = name.slice(-2);
        if (!made.has(folder)) for (const vault of [here, there]) mkdirSync(join(vault, folder), { recursive: true });
        made.add(folder);
        for (const vault of [here, there]) linkSync(source.path, join(vault, folder, name));
        insert.run(store.newId(), source.key, source.size, source.sha256, name);
      }
    }, 'bench:files');
}

function addDossiers({ store }: CarePlace): string[] {
  const insert = store.db.prepare(
    `INSERT INTO dossier (id, organ_id, year, notation, heading, title, maintenance, rights, creator, language, description, listed, state, closed_on, start_date,
       end_date, doc_total, page_total, at, by_name, seq)
     VALUES (?, '${OURS}', ${YEAR}, ?, ?, ?, '10 năm', '', 'Lê Thị Ví Dụ', '', '', 1, ?, ?, ?, ?, ?, ?, 0, 'Lê Thị Ví Dụ', ?)`,
  );
  const item = store.db.prepare(
    `INSERT INTO dossier_item (id, dossier_id, incoming_id, ordinal, pages, at, by_name, seq) VALUES (?, ?, ?, ?, 2, 0, 'Lê Thị Ví Dụ', ?)`,
  );
  const documents = store.db.prepare<[], string>(`SELECT id FROM incoming WHERE state = 'finished' ORDER BY seq`).pluck().all();
  const closed: string[] = [];
  for (let from = 0; from < OPEN + CLOSED; from += 100)
    store.tx(() => {
      for (let i = from; i < from + 100; i++) {
        const id = store.newId();
        const done = i >= OPEN;
        const facts = done ? ['2020-12-01', '2020-01-01', '2020-11-30', 90, 400] : [null, null, null, null, null];
        const title = `Hồ sơ về việc triển khai nhiệm vụ số ${i} năm ${YEAR}`;
        insert.run(id, `${i}/TH`, `Đề mục ${i % 12}`, title, done ? 'closed' : 'open', ...facts, store.nextSeq());
        if (done) closed.push(id);
        else
          for (let n = 0; n < IN_EACH; n++)
            item.run(store.newId(), id, documents[(i * IN_EACH + n) % documents.length] ?? '', n + 1, store.nextSeq());
      }
      // Their words would be written anew with each: not what is measured.
      store.db.exec('DELETE FROM search_dirty');
    }, 'bench:dossiers');
  return closed;
}

function restoreDesk({ into, key }: CarePlace, workstationId: string): RestoreDesk {
  const target = join(into, 'restored');
  return new RestoreDesk({
    clock: systemClock,
    log: LOG,
    dirOf: () => target,
    osKeyStore: () => Promise.reject(new Error('not here')),
    current: () => ({ mode: 'real', workstationId, keys: { database: key, names: key, backup: key } }) as never,
    closeThen: async (_mode, work) => work(),
  });
}

/** Backups and what is done with them. */
function backupActs(place: CarePlace, target: string, root: string): HeldAct[] {
  const { store, dir, key } = place;
  writeKeyFile(dir, { format: 2, mode: 'real', workstationId: store.workstationId, tries: { count: 0, lastAt: 0 }, triesOf: {}, ways: [] });
  if (!existsSync(join(dir, 'store.check'))) writeFileSync(join(dir, 'store.check'), '{}');
  const keys = { database: key, backup: key };
  const make = () => makeBackup({ store, dir, mode: 'real', keys, target, destroyed: destroyedHere(store) });
  /** The database is the newest one's alone: who rotates reads lists. */
  const multiply = (): void => {
    const [first] = readdirSync(root).filter((name) => /^\d{8}-\d{6}$/.test(name));
    for (let i = 1; first !== undefined && i < GENERATIONS; i++) {
      const to = join(root, new Date(Date.now() - i * 86_400_000).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15));
      if (existsSync(to)) continue;
      mkdirSync(to);
      for (const file of ['manifest.json', 'files.txt', 'keys.json']) cpSync(join(root, first, file), join(to, file));
    }
  };
  const desk = restoreDesk(place, store.workstationId);
  const open = async (): Promise<void> => {
    // The multiplied ones have no database.
    const whole = () => desk.look([target]).find(({ problem }) => problem === undefined);
    // Measured alone there is none yet.
    if (whole() === undefined) await make();
    const newest = whole();
    await desk.open(newest?.key ?? '', 'here', '');
  };
  return [
    ['backup_make', make],
    [
      'backup_make_again',
      () => {
        multiply();
        return make();
      },
    ],
    ['restore_look', () => desk.look([target])],
    ['restore_open', open],
    [
      'restore_begin_stopped',
      async () => {
        const running = desk.begin(true);
        setTimeout(() => desk.cancel(), 3_000);
        await running;
        await open();
      },
    ],
    ['restore_close', () => desk.close()],
  ];
}

function destructionActs({ store, session }: CarePlace): HeldAct[] {
  const ids = store.db
    .prepare<[], string>(`SELECT id FROM incoming WHERE state = 'finished' ORDER BY seq LIMIT ${DESTROYED_AT_ONCE * 2}`)
    .pluck()
    .all();
  const blob = store.db.prepare<[], string>('SELECT id FROM blob LIMIT 1').pluck().get();
  const call = (name: string, input: object): unknown => HANDLERS[name]?.(input as never, session);
  const proposed: string[] = [];
  let turn = 0;
  const propose = async (): Promise<void> => {
    const scanUploadId = store.newId();
    store.tx(() =>
      store.db.prepare(`INSERT INTO upload (id, blob_id, name, detected, at) VALUES (?, ?, 'qd.pdf', 'pdf', 0)`).run(scanUploadId, blob),
    );
    const documents = ids.slice(turn * DESTROYED_AT_ONCE, (turn + 1) * DESTROYED_AT_ONCE).map((id) => ({ list: 'incoming', id }));
    turn++;
    const facts = { number: `${turn}/QĐ-UBND`, date: '2025-01-02', decidedBy: 'Chủ tịch', council: 'Hội đồng' };
    proposed.push(((await call('destruction.propose', { ...facts, scanUploadId, documents })) as { id: string }).id);
  };
  return [
    ['destruction_propose', propose],
    ['destruction_list', () => call('destruction.list', {})],
    [
      'destruction_get',
      async () => {
        if (proposed.length === 0) await propose();
        await call('destruction.get', { id: proposed[0] });
      },
    ],
    [
      'destruction_agree',
      async () => {
        if (proposed.length === 0) await propose();
        const id = proposed.shift();
        store.tx(() => store.db.prepare(`UPDATE destruction SET proposed_by = 'other' WHERE id = ?`).run(id));
        await call('destruction.agree', { id });
      },
    ],
    ['destroyed_ledger', () => destroyedHere(store)],
  ];
}

export async function careActs(place: CarePlace): Promise<HeldAct[]> {
  const { store, session, dir, into, key } = place;
  const target = join(into, 'disk');
  const root = backupRoot(target, store.workstationId);
  mkdirSync(root, { recursive: true });
  await addFiles(place, root);
  const closed = addDossiers(place);
  const call = (name: string, input: object): unknown => HANDLERS[name]?.(input as never, session);
  const [open] = store.db.prepare<[], string>(`SELECT id FROM dossier WHERE state = 'open' LIMIT 1`).pluck().all();
  const handIn = { date: '2025-06-30', giver: 'Lê Thị Ví Dụ', receiver: 'Trần Văn Mẫu', receiverPosition: '', note: '' };
  const actor = session.signedIn?.actor;
  if (actor === undefined) throw new Error('nobody is signed in');
  const sheet = openSheet(store, actor, OURS, 'incoming');
  store.tx(() =>
    store.db
      .prepare(`INSERT INTO upload (id, blob_id, name, detected, at) SELECT 'import', id, 'a.xlsx', 'xlsx', 0 FROM blob LIMIT 1`)
      .run(),
  );
  const rows = [
    ['Ngày đến', 'Tác giả', 'Số ký hiệu', 'Trích yếu'],
    ...Array.from({ length: IMPORTED }, (_, i) => [
      '02/01/2025',
      `Sở Mẫu ${i % 40}`,
      `${i}/SM-VP`,
      `Về việc triển khai nhiệm vụ số ${i} ${'nội dung '.repeat(12)}`,
    ]),
  ];
  const parsing = { readTable: async () => ({ rows, truncated: false }) } as never;
  const mapping = { arrivalDate: 0, sender: 1, code: 2, subject: 3 };
  return [
    ['audit_export', () => exportAudit(store, join(into, 'audit.jsonl'))],
    [
      'support_report',
      () =>
        supportReport({
          ...{ store, mode: 'real', version: '1', host: 'bench', tokens: {}, restarts: {}, startedAt: 0, tally: [] },
          ask: (queries) => askInThread({ database: join(dir, BACKUP_FILES.database), key, queries }),
          maintenance: { state: () => ({ backup: { targets: [], keep: { days: 1, weeks: 1, months: 1 } }, reconcile: false }) } as never,
          status: { line: { kind: 'online' }, waitingDocuments: 0, waitingStatuses: 0, unknown: 0, refused: 0, quarantined: 0 } as never,
        }),
    ],
    ['dossiers_list', () => call('dossiers.list', { year: YEAR })],
    ['dossiers_get', () => call('dossiers.get', { id: open })],
    ['dossiers_print_hand_over', () => call('dossiers.draftHandOver', { ids: closed.slice(0, HANDED_AT_ONCE), ...handIn })],
    ['dossiers_hand_over', () => call('dossiers.handOver', { ids: closed.splice(0, HANDED_AT_ONCE), ...handIn })],
    ['dossiers_handovers', () => call('dossiers.handovers', {})],
    ['entry_take', () => takeTable(store, parsing, actor, { uploadId: 'import', sheetId: sheet.id, headerRow: 0, mapping, append: false })],
    ...destructionActs(place),
    ...backupActs(place, target, root),
    ['check_store', () => checkStore(store, { beside: { dir, key } })],
  ];
}
