/** A tray of scanned papers for pictures of the screen: three papers, one of them long, drawn on a canvas in the page. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { ScanGroup, ScanPageRow, scanningCalls } from '../../src/contract/page/scanning.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { turnBy } from '../../src/domain/scan.ts';
import { uuid } from './fakeData.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(9_000_000 + n).padStart(12, '0')}`;
type Row = { -readonly [K in keyof ScanPageRow]: ScanPageRow[K] };

function page(n: number, more: Partial<Row> = {}): Row {
  const picture = { width: 1654, height: 2339, dpi: 200, colour: 'colour' as const };
  return {
    id: id(n),
    removed: false,
    version: 0,
    width: 1654,
    height: 2339,
    picture,
    turn: 0,
    straighten: 0,
    cropped: false,
    look: { ink: 0.05, skew: 0, turn: 0 },
    blank: false,
    quality: [],
    startsPaper: false,
    unreadable: false,
    read: n % 3 !== 0,
    ...more,
  };
}
const papers: { group: ScanGroup; pages: Row[] }[] = [
  {
    group: base(1, 'scan_20261120_0815.pdf', 4, { splits: 1 }),
    pages: [
      page(10),
      page(11, { look: { ink: 0.04, skew: 1.8, turn: 0 } }),
      page(12, { blank: true, look: { ink: 0, skew: 0, turn: 0 } }),
      page(13, { startsPaper: true }),
    ],
  },
  {
    group: base(2, 'Báo cáo của thôn Bản Mẫu về tình hình thiệt hại do mưa lũ gây ra trong tháng 11 năm 2026.jpg', 1, {
      quality: ['low_dpi'],
    }),
    pages: [
      page(20, {
        quality: ['low_dpi'],
        look: { ink: 0.05, skew: 0, turn: 180 },
        picture: { width: 1240, height: 1754, dpi: 150, colour: 'colour' },
      }),
    ],
  },
  {
    group: base(3, 'Hop dong (den trang).tif', 24, { quality: ['not_colour'], looked: 9 }),
    pages: Array.from({ length: 24 }, (_, n) => page(30 + n, { quality: ['not_colour'] })),
  },
];
function base(n: number, name: string, pages: number, more: Partial<ScanGroup>): ScanGroup {
  return {
    id: id(n),
    name,
    files: 1,
    pages,
    takenAt: Date.now() - n * 600_000,
    firstPageId: id(n * 10),
    version: 0,
    whole: false,
    quality: [],
    looked: pages,
    read: 0,
    splits: 0,
    secrecyAsked: [],
    ...more,
  };
}

async function drawn(row: Row, side: number): Promise<{ jpeg: Uint8Array; width: number; height: number }> {
  const upright = row.turn % 180 === 0;
  const scale = side / 2339;
  const [w, h] = [Math.round(1654 * scale), Math.round(2339 * scale)];
  const canvas = new OffscreenCanvas(upright ? w : h, upright ? h : w);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#fdfcf6';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((row.turn * Math.PI) / 180);
  pen.translate(-w / 2, -h / 2);
  pen.fillStyle = '#223';
  if (!row.blank) {
    pen.font = `bold ${Math.round(h * 0.018)}px serif`;
    pen.fillText('ỦY BAN NHÂN DÂN XÃ VÍ DỤ', w * 0.1, h * 0.08);
    pen.fillText('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', w * 0.48, h * 0.08);
    pen.font = `${Math.round(h * 0.016)}px serif`;
    if (row.id === id(10)) {
      pen.fillText('Số: 125/BC-UBND', w * 0.13, h * 0.115);
      pen.font = `italic ${Math.round(h * 0.016)}px serif`;
      pen.fillText('Ví Dụ, ngày 20 tháng 11 năm 2026', w * 0.53, h * 0.115);
      pen.font = `bold ${Math.round(h * 0.017)}px serif`;
      pen.fillText('BÁO CÁO', w * 0.43, h * 0.165);
      pen.fillText('Kết quả thực hiện công tác cải cách hành chính', w * 0.22, h * 0.188);
      pen.fillText('trên địa bàn xã năm 2026', w * 0.34, h * 0.21);
      pen.fillText('CHỦ TỊCH', w * 0.66, h * 0.8);
      pen.fillText('Nguyễn Văn Mẫu', w * 0.62, h * 0.88);
      pen.font = `${Math.round(h * 0.016)}px serif`;
    }
    for (let n = row.id === id(10) ? 4 : 0; n < (row.id === id(10) ? 22 : 26); n++)
      pen.fillText('Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, Ủy ban', w * 0.1, h * (0.15 + n * 0.027));
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return { jpeg: new Uint8Array(await blob.arrayBuffer()), width: canvas.width, height: canvas.height };
}
const find = (pageId: string): Row => papers.flatMap((p) => p.pages).find((p) => p.id === pageId) ?? page(10);

export function fakeScanning(changed: () => void): Pick<Handlers<PageCalls, undefined>, keyof typeof scanningCalls> {
  let after: 'move' | 'remove' | 'leave' = 'move';
  return {
    'scanning.tray': () => ({
      folder: {
        path: 'D:\\May quet\\Giay den',
        after,
        state: 'watching',
        since: Date.now() - 3_600_000,
        waiting: ['scan_20261120_0931.pdf'],
        notices: [{ name: 'scan_0930.pdf', error: { code: 'scan.encrypted_pdf', params: { name: 'scan_0930.pdf' } } }],
      },
      groups: papers.map((p) => p.group),
      making: [{ id: id(90), incomingId: id(91), title: 'Về việc rà soát hộ nghèo', state: 'making', done: 120, total: 300 }],
      undo: 'turn',
      reading: { waiting: 12, active: true, available: true },
      blankInk: 0.0004,
    }),
    'scanning.pages': ({ groupId }) => ({
      id: groupId,
      whole: false,
      pages: papers.find((p) => p.group.id === groupId)?.pages ?? [],
      missing: groupId === id(3) ? [7] : [],
      outOfOrder: false,
    }),
    'scanning.picture': ({ pageId, maxSide }) => drawn(find(pageId), maxSide),
    'scanning.readWhole': () => ({ bytes: new Uint8Array(0), size: 0 }),
    'scanning.take': () => ({ groupId: id(1) }),
    'scanning.edit': (edit) => {
      if (edit.kind === 'turn')
        for (const row of edit.pageIds.map(find)) {
          row.turn = turnBy(row.turn, edit.degrees);
          row.version++;
        }
      if (edit.kind === 'remove' || edit.kind === 'restore') for (const row of edit.pageIds.map(find)) row.removed = edit.kind === 'remove';
      changed();
      return { groupIds: [] };
    },
    'scanning.undo': () => ({ kind: 'turn' }),
    'scanning.lookNow': () => ({}),
    'scanning.chooseFolder': () => ({ chosen: true }),
    'scanning.setAfter': (input) => {
      after = input.after;
      changed();
      return {};
    },
    'scanning.forgetFolder': () => ({}),
    'scanning.setBlankInk': () => ({}),
    'scanning.stopMaking': () => ({}),
    'scanning.makeAgain': () => ({}),
    'scanning.answerSecrecy': () => ({}),
    // A paper that came by post and was scanned.
    'scanning.ofDocument': ({ incomingId }) =>
      incomingId === uuid(4)
        ? { pages: papers[0]?.pages ?? [], making: [], made: [{ fileId: uuid(900_004), name: 'Van ban quet.pdf', digitised: false }] }
        : { pages: [], making: [], made: [] },
  };
}
