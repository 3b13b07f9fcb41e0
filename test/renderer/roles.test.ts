/**
 * What a person may not do is not offered: under each role alone every screen is opened (and, asked for, everything on it pressed,
 * and what that brings up); nothing is asked of the core that the role may not, and the page never fails. On the invented core.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../build/electron-host/chromium.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import { mayCall } from '../../src/contract/page/roles.ts';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { pressAll } from './press.ts';
import { startTour, type Tour } from './walk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Screens that a person reaches only by an act of their role. */
const BEHIND: Readonly<Record<string, keyof PageCalls>> = {
  paper: 'incoming.createPaper',
  draft: 'outgoing.saveDraft',
  entry: 'entry.open',
  outside: 'leaving.list',
  maintenance: 'maintenance.check',
  reconcile: 'maintenance.check',
  restore: 'maintenance.check',
  handover: 'maintenance.check',
  destruction: 'maintenance.check',
};
/** `ROLES_PRESS=all` presses everything: minutes for each role, not for every run. `ROLES_STOPS=today,incoming` keeps to some screens. */
const pressing = process.env.ROLES_PRESS === 'all';
const only = process.env.ROLES_STOPS?.split(',');
/** Where most is offered by role; the others too where it was asked for. */
const BUSY = [
  'today',
  'incoming',
  'outgoing',
  'signing',
  'papers',
  'queue',
  'quarantine',
  'registers',
  'dossiers',
  'directory',
  'incoming-document',
  'outgoing-document',
  'settings-seals',
];
const told = process.env.ROLES_TOLD !== undefined;
/** A dialogue of each kind: forms, choices, lists, a place on a page, an act on many. */
const DIALOGUES: Readonly<Record<string, readonly string[]>> = {
  incoming: ['Cột', 'Nhận từ USB/thư mục'],
  'incoming-document': ['Sửa thông tin', 'Ghi ý kiến chỉ đạo', 'Sao, đóng dấu…', 'Ghi tiến độ'],
  outgoing: ['Cột', 'In'],
  'outgoing-document': ['Hủy văn bản', 'Ký số của cơ quan'],
  registers: ['In, xuất sổ', 'Đặt đơn giá'],
  dossiers: ['Thêm vào danh mục'],
  maintenance: ['Đổi số bản giữ lại…'],
  'settings-people': ['Thêm người'],
  'settings-powers': ['Thêm người có thẩm quyền'],
  'settings-organs': ['Thêm cơ quan'],
  'settings-rules': ['Thêm quy tắc'],
};

describe.skipIf(findChromium() === undefined)('a person with their roles [needs chromium]', () => {
  let tour: Tour;
  beforeAll(async () => {
    tour = await startTour({ rows: 24 });
  });
  afterAll(() => tour?.close());

  async function walk(roles: readonly Role[], judge: boolean): Promise<{ pressed: number; found: string[]; dialogues: string[] }> {
    await tour.as(roles, pressing);
    if (judge) await tour.page.evaluate(axe);
    const all = { pressed: 0, found: [] as string[], dialogues: [] as string[] };
    for (const stop of tour.stops) {
      const behind = BEHIND[stop.name];
      if ((behind && !mayCall(behind, roles)) || (only && !only.includes(stop.name))) continue;
      if (!judge && !pressing && !BUSY.includes(stop.name)) continue;
      const names = DIALOGUES[stop.name];
      if (judge && !pressing && !names) continue;
      const began = Date.now();
      const done = await tour.page.evaluate(pressAll, {
        view: stop.view,
        most: pressing ? 200 : judge ? 10 : 0,
        judged: all.dialogues,
        axe: judge,
        dark: judge,
        ...(pressing || !judge || !names ? {} : { only: names }),
      });
      if (told)
        console.log(
          `${roles.join()} ${stop.name}: ${done.pressed} in ${Date.now() - began} ms; ${done.dialogues.join(' | ')}\n  ${done.found.join('\n  ')}`,
        );
      all.pressed += done.pressed;
      all.found.push(...done.found.map((line) => `${stop.name} – ${line}`));
      all.dialogues.push(...done.dialogues);
    }
    return all;
  }
  for (const role of ROLES)
    test(`${role}: no screen asks for what that role may not, and the page never fails`, async () => {
      const { found, pressed } = await walk([role], false);
      expect(found).toEqual([]);
      if (pressing && !only) expect(pressed).toBeGreaterThan(100);
    }, 1_200_000);
  test('no dialogue has a serious finding of axe-core, in the light or in the dark', async () => {
    const { found, dialogues } = await walk(ROLES, true);
    if (told) console.log(dialogues.join(' | '));
    expect(found).toEqual([]);
    if (!only) expect(dialogues.length).toBeGreaterThanOrEqual(pressing ? 40 : 12);
  }, 1_200_000);
});
