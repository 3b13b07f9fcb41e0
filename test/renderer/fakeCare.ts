/** Handing over, restoring, files outside, destruction on an invented core. */
import type { DestructionDetail } from '../../src/contract/page/destruction.ts';
import type { HandoverMinutes, HandoverRow } from '../../src/contract/page/handover.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { BackupFound, RestoreState } from '../../src/contract/page/restore.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { Failure } from '../../src/domain/errors.ts';
import { uuid } from './fakeData.ts';

const MINUTES: HandoverMinutes = {
  at: Date.now(),
  organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }],
  books: [
    {
      name: 'Sổ đăng ký văn bản đến',
      organ: 'UBND xã Ví Dụ',
      period: '2026',
      series: '',
      last: 1286,
      used: 1280,
      cancelled: 6,
      closed: false,
    },
    {
      name: 'Sổ đăng ký văn bản đi',
      organ: 'UBND xã Ví Dụ',
      period: '2026',
      series: '',
      last: 214,
      used: 214,
      cancelled: 0,
      closed: false,
    },
  ],
  documents: { incoming: 1300, outgoing: 230, files: 3100, bytes: 734_003_200 },
  openIncoming: 7,
  openOutgoing: 2,
  overdue: 1,
  open: [],
  waiting: { documents: 1, statuses: 2, refused: 0 },
  quarantined: 1,
  tokens: [],
  people: [{ name: 'Lê Thị Ví Dụ', position: 'Văn thư', roles: ['clerk', 'administrator'] }],
  auditHead: { seq: 12_733, hash: '3f9a07c1d2e4b58660a1f7c3924e8d5b77c0a91e6d3f42b8150c9e7a64d2b3f8' },
};

const CARRYING_MS = 8_000;
/** An act that was agreed is at its end some seconds later. */
const carriedOn = (act: DestructionDetail | undefined): DestructionDetail | undefined =>
  act?.state === 'carrying' && Date.now() - (act.agreedAt ?? 0) > CARRYING_MS
    ? { ...act, state: 'done', carried: act.documents, doneAt: Date.now() }
    : act;
type Rooms = 'handover' | 'organs' | 'restore' | 'leaving' | 'destruction';
const DAY = 86_400_000;
const found = (n: number, problem?: BackupFound['problem']): BackupFound => ({
  key: String(n),
  createdAt: Date.now() - n * DAY,
  mode: 'training',
  reason: n === 2 ? 'handover' : 'daily',
  files: 1_284 - n,
  databaseBytes: 84_000_000,
  waysIn: ['passphrase', 'recovery'],
  ours: true,
  ...(problem ? { problem } : {}),
});
const ITEMS: DestructionDetail['items'] = [1, 2, 3].map((n) => ({
  list: 'incoming',
  id: uuid(n),
  code: `số đến ${n} · ${n}/SM`,
  date: '2015-03-01',
  subject: `Công văn về việc tổng kết công tác năm 2015 số ${n}`,
}));
export function fakeCare(): Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${Rooms}.${string}`>> {
  const rows: HandoverRow[] = [];
  let restoring: RestoreState = { phase: 'idle' };
  let act: DestructionDetail | undefined;
  return {
    'handover.state': () => ({
      right: 'held',
      rows,
      places: [{ id: 'a', path: '/media/usb-sao-luu/Trạm Văn thư' }],
      people: [{ id: uuid(1), name: 'Lê Thị Ví Dụ', roles: ['clerk', 'administrator'], ended: false }],
    }),
    'handover.minutes': () => MINUTES,
    'handover.begin': () => ({ id: uuid(1) }),
    'handover.abandon': () => ({}),
    'handover.resume': () => ({}),
    'handover.print': () => ({ fileId: uuid(1), size: 1, name: 'Bien ban ban giao.pdf' }),
    'organs.list': () => ({ organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }] }),
    'organs.succeed': () => ({}),
    'restore.look': () => ({ backups: [found(1), found(2), found(9, { code: 'backup.manifest_damaged' })], chosen: true }),
    'restore.open': () => ({
      createdAt: Date.now() - DAY,
      mode: 'training',
      office: 'UBND xã Ví Dụ',
      incoming: 1_300,
      outgoing: 230,
      lastActAt: Date.now() - DAY,
      replaces: true,
    }),
    'restore.begin': () => {
      restoring = { phase: 'copying', done: 420, total: 2_568 };
      return {};
    },
    'restore.state': () => restoring,
    'restore.cancel': () => {
      restoring = { phase: 'failed', error: { code: 'backup.cancelled' } };
      return {};
    },
    'restore.close': () => {
      restoring = { phase: 'idle' };
      return {};
    },
    'restore.search': () => ({
      rows: [
        {
          list: 'incoming',
          id: uuid(1),
          code: 'số đến 12 · 5/SM',
          date: '2026-03-01',
          subject: 'Công văn về phòng cháy rừng',
          who: 'Sở Mẫu',
        },
      ],
      more: false,
    }),
    'restore.document': () => ({
      files: [
        { id: uuid(1), name: 'cong-van.pdf', size: 120_000, here: 'whole' },
        { id: uuid(2), name: 'phu-luc.xlsx', size: 64_000, here: 'lost' },
      ],
      here: true,
      destroyed: false,
    }),
    'restore.take': () => ({ taken: 1 }),
    'restore.saveFile': () => ({ saved: true }),
    'leaving.open': () => ({ id: uuid(1) }),
    'leaving.list': () => ({
      copies: [{ id: uuid(1), fileId: uuid(1), name: 'phu-luc.xlsx', at: Date.now() - 600_000, changed: true }],
      returned: [
        { id: uuid(2), name: 'bao-cao.docx', at: Date.now() - DAY, size: 24_000, detected: 'ooxml', fileId: uuid(3), incomingId: uuid(1) },
      ],
    }),
    'leaving.takeBack': () => ({}),
    'leaving.drop': () => ({}),
    'leaving.useForDraft': () => ({ uploadId: uuid(1), name: 'bao-cao.pdf', size: 24_000, detected: 'pdf' }),
    'leaving.done': () => ({}),
    'leaving.attach': () => ({}),
    'destruction.list': () => {
      act = carriedOn(act);
      return { rows: act ? [act] : [] };
    },
    'destruction.get': () => {
      act = carriedOn(act);
      if (!act) throw new Failure('destruction.unknown');
      return act;
    },
    'destruction.candidates': () => ({ items: [...ITEMS], more: false }),
    'destruction.propose': ({ number, date, decidedBy, council }) => {
      act = {
        id: uuid(9),
        state: 'proposed',
        number,
        date,
        decidedBy,
        council,
        proposedBy: 'Lê Thị Ví Dụ',
        proposedById: uuid(1),
        proposedAt: Date.now(),
        documents: ITEMS.length,
        carried: 0,
        files: 0,
        bytes: 0,
        scan: { id: uuid(1), name: 'quyet-dinh.pdf', size: 120_000, detected: 'pdf' },
        items: ITEMS,
        agreeing: [{ id: uuid(2), name: 'Trần Văn Mẫu' }],
        backupsToGo: 1,
      };
      return { id: act.id };
    },
    'destruction.withdraw': () => ({}),
    'destruction.agree': () => {
      const now = Date.now();
      if (act)
        act = {
          ...act,
          state: 'carrying',
          agreedBy: 'Trần Văn Mẫu',
          agreedAt: now,
          documents: 2_000,
          carried: 412,
          files: 412,
          bytes: 1_200_000,
        };
      return { done: false };
    },
  };
}
