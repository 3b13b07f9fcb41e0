import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasPdfText } from '../../../test/handover/pdfText.ts';
import { deadMachineFacts, printDeadMachine } from './index.ts';

const font = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'resources', 'fonts', `Tinos-${name}.ttf`));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
const place = { officeName: 'Ủy ban nhân dân xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: Date.UTC(2026, 10, 22), fonts };
const state = (targets: readonly object[]) =>
  ({ state: () => ({ backup: { targets } }) }) as unknown as Parameters<typeof deadMachineFacts>[0];
const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0;

it('is one sheet with the office, where the backups lie, the steps and whom to call', async () => {
  const targets = [{ path: 'E:\\Sao luu', otherDisk: true, last: { at: Date.UTC(2026, 10, 21, 9), files: 1, bytes: 1 } }];
  const facts = deadMachineFacts(state(targets), place.officeName, ['H99.242'], '0.1.0', place.now);
  const pdf = await printDeadMachine(facts, place);
  expect(pagesOf(pdf)).toBe(1);
  for (const said of [
    'Khôi phục từ bản sao lưu',
    'E:\\Sao luu',
    '21/11/2026 16:00',
    'H99.242',
    'Không dùng song song',
    'Điện thoại',
    'mã khôi phục',
  ])
    expect(await hasPdfText(pdf, said), said).toBe(true);
});

it('stays one sheet with long names and many places, and without any says that the place is to be written', async () => {
  const many = Array.from({ length: 8 }, (_, i) => ({ path: `\\\\may-chu\\${'thu-muc-rat-dai\\'.repeat(8)}${i}`, otherDisk: false }));
  const long = 'Ủy ban nhân dân xã có tên rất dài '.repeat(6);
  expect(pagesOf(await printDeadMachine(deadMachineFacts(state(many), long, ['H99.242', 'H99.243'], '0.1.0', place.now), place))).toBe(1);
  const none = await printDeadMachine(deadMachineFacts(state([]), 'UBND', [], '0.1.0', place.now), place);
  expect(await hasPdfText(none, 'chưa chọn khi in')).toBe(true);
});
