/** The care of an invented store, for the page on an invented core. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { MaintenanceState, ReconcileView } from '../../src/contract/page/maintenance.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { Failure } from '../../src/domain/errors.ts';
import { fakeAudit } from './fakeAudit.ts';
import { uuid } from './fakeData.ts';

const DAY = 86_400_000;
const FINGERPRINT = '3f9a07c1d2e4b58660a1f7c3924e8d5b77c0a91e6d3f42b8150c9e7a64d2b3f8';
const FINDINGS: NonNullable<MaintenanceState['check']>['findings'] = [
  { code: 'check.file_damaged', params: { name: 'bao-cao-quy-III.pdf', id: '0b51' } },
  { code: 'check.number_gap', params: { book: 'Sổ đăng ký văn bản đi', period: '2026', number: 117 } },
  { code: 'check.search_differs', params: { missing: 2, extra: 0 } },
];
const LAST = { at: Date.now() - 9 * DAY, files: 1_284, bytes: 734_003_200 };
const TARGETS: MaintenanceState['backup']['targets'] = [
  { id: 'a', path: '/media/usb-sao-luu/Trạm Văn thư', here: true, otherDisk: true, last: LAST },
  { id: 'b', path: '/media/o-cung-phong-ke-toan', here: false, otherDisk: true },
];
type Book = ReconcileView['books'][number];
const book = (n: number, name: string, series: string, held: number, seen: number): Book => ({
  bookId: uuid(n),
  name,
  period: '2026',
  series,
  held,
  seen,
});
const waitingView = (): ReconcileView => ({
  reason: 'restored',
  ticket: false,
  since: Date.now() - 600_000,
  from: Date.now() - 2 * DAY,
  books: [
    book(1, 'Sổ đăng ký văn bản đi', 'BC', 12, 12),
    book(1, 'Sổ đăng ký văn bản đi', 'QĐ', 27, 30),
    book(2, 'Sổ đăng ký văn bản đến', '', 1286, 1290),
  ],
  unknownDocuments: [],
});
const UNKNOWN: ReconcileView['unknownDocuments'] = [28, 29, 30].map((n) => ({
  code: `${n}/QĐ-UBND`,
  title: n === 30 ? '' : 'Quyết định về việc thành lập Tổ công tác triển khai nhiệm vụ quý IV năm 2026 trên địa bàn xã',
  recipients: n === 28 ? ['UBND tỉnh Mẫu', 'Sở Nội vụ tỉnh Mẫu'] : ['UBND xã Thử Nghiệm'],
  sentAt: Date.now() - n * 3_600_000,
}));

export function fakeMaintenance(
  waiting: boolean,
  changed: () => void,
): Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${'maintenance' | 'reconcile' | 'audit'}.${string}`>> {
  let view = waiting ? waitingView() : undefined;
  let tries = 0;
  let state: MaintenanceState = {
    backup: { targets: TARGETS, last: LAST, keep: { days: 7, weeks: 5, months: 12 } },
    reconcile: waiting,
  };
  const current = (): ReconcileView => {
    if (view === undefined) throw new Failure('reconcile.not_needed');
    return view;
  };
  const end = (change: Partial<MaintenanceState>): void => {
    const { job: _, ...rest } = state;
    state = { ...rest, ...change };
  };
  return {
    'maintenance.state': () => ({ ...state, reconcile: view !== undefined }),
    'maintenance.check': () => {
      const counts = { files: 1_284, documents: 1_040, numbers: 1_502, auditRows: 12_733 };
      state = { ...state, job: { kind: 'check', done: 300, total: 1_284, leftMs: 170_000 } };
      setTimeout(
        () => end({ check: { startedAt: Date.now() - 9_000, endedAt: Date.now(), ...counts, findings: FINDINGS, repaired: ['incoming'] } }),
        600,
      );
      return {};
    },
    'maintenance.backup': () => {
      state = { ...state, job: { kind: 'backup', done: 420, total: 1_290 } };
      const backup = { ...state.backup, targets: TARGETS };
      // The first one waits to be stopped.
      if (tries++ > 0) setTimeout(() => end({ backup: { ...backup, last: { at: Date.now(), files: 1_290, bytes: 735_000_000 } } }), 600);
      return {};
    },
    'maintenance.cancel': () => {
      const [first, ...others] = TARGETS;
      if (first) end({ backup: { ...state.backup, targets: [{ ...first, error: { code: 'backup.cancelled' } }, ...others] } });
      return {};
    },
    'maintenance.chooseBackupFolder': () => ({ chosen: false }),
    'maintenance.removeBackupFolder': () => ({}),
    'maintenance.setKeep': () => ({}),
    ...fakeAudit,
    'audit.print': ({ as }) => ({ fileId: uuid(30), size: 1_000, name: `Nhật ký.${as}` }),
    'audit.export': () => ({ saved: true, rows: 12_734, keySha256: FINGERPRINT }),
    'reconcile.state': () => (view ? { view } : {}),
    'reconcile.compare': () => {
      const compared = { found: 2, unknown: 5, listed: 4 };
      view = { ...current(), compared: { at: Date.now(), ...compared }, unknownDocuments: UNKNOWN };
      return compared;
    },
    'reconcile.confirmBook': ({ bookId, series, last }) => {
      const books = current().books.map((one) => {
        if (one.bookId !== bookId || one.series !== series) return one;
        if (last < one.seen) throw new Failure('reconcile.below_seen', { seen: one.seen });
        return { ...one, held: last, seen: last, confirmed: last };
      });
      view = { ...current(), books };
      return {};
    },
    'reconcile.claim': () => ({}),
    'reconcile.declare': () => ({}),
    'reconcile.finish': () => {
      view = undefined;
      changed();
      return {};
    },
  };
}
