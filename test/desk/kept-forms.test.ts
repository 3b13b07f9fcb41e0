/** A long form as it is typed: whose it is, how much of it, and what may not lie here. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptCalls, MAX_KEPT_FORM } from '../../src/contract/page/kept.ts';
import { systemClock } from '../../src/core/clock.ts';
import { dropKeptForm, keepForm, keptForm } from '../../src/core/documents/keptForms.ts';
import { openStore } from '../../src/core/store/index.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';
import { openTestStore } from '../support/store.ts';
import { type Desk, OURS, openDesk, START } from './support.ts';

let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const store = () => desk.kit.store;
const typed = (more: object = {}, beside: readonly string[] = []): string =>
  JSON.stringify({ typed: { channel: 'hand', values: { sender: 'Hội Nông dân xã Ví Dụ', subject: 'Cấp giống lúa', ...more } }, beside });
const keep = (value = typed(), organ: string = OURS) => keepForm(store(), desk.clerk, organ, 'paper', value);
const found = (organ: string = OURS) => keptForm(store(), desk.clerk, organ, 'paper');
const rows = () => store().db.prepare('SELECT count(*) FROM kept_form').pluck().get();

describe('a form as it is typed', () => {
  it('is there again over a restart with its hour, for its own person and organ alone, and goes when it is given up', () => {
    keep(typed({ note: 'trước' }));
    const at = keep();
    expect(at).toBeGreaterThanOrEqual(START);
    desk.kit.reopen();
    expect(found()).toEqual({ value: typed(), at });
    expect(keptForm(store(), desk.officer, OURS, 'paper')).toBeUndefined();
    expect(found('H99.243')).toBeUndefined();
    dropKeptForm(store(), desk.officer, OURS, 'paper');
    expect(found()?.at).toBe(at);
    dropKeptForm(store(), desk.clerk, OURS, 'paper');
    expect([found(), rows()]).toEqual([undefined, 0]);
  });

  it('goes after thirty days, with nobody asking for it but the next who opens a form', () => {
    keep();
    desk.at(START + 29 * 86_400_000);
    expect(found()).toBeDefined();
    desk.at(START + 31 * 86_400_000);
    expect([keptForm(store(), desk.officer, OURS, 'paper'), rows()]).toEqual([undefined, 0]);
  });

  it('is one of fifty of its person: the oldest goes, nobody else’s', () => {
    keepForm(store(), desk.officer, OURS, 'paper', typed());
    for (let n = 0; n < 52; n++) keep(typed(), `H99.${n}`);
    expect([rows(), found('H99.1'), found('H99.2')?.value]).toEqual([51, undefined, typed()]);
    expect(keptForm(store(), desk.officer, OURS, 'paper')).toBeDefined();
  });

  it('is no longer than 64 kB in UTF-8, and of the forms that were decided on', () => {
    const { input } = keptCalls['kept.put'];
    const fits = (value: string, form = 'paper') => input.safeParse({ form, value }).success;
    expect([fits('a'.repeat(MAX_KEPT_FORM)), fits('a'.repeat(MAX_KEPT_FORM + 1)), fits('ộ'.repeat(MAX_KEPT_FORM / 2))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([fits('{}', 'petition'), fits('{}', 'envelope')]).toEqual([false, false]);
  });

  it('of which the words say a degree of secrecy or speak of a petition is not kept, nor what was kept of it before', () => {
    for (const more of [
      { typeName: 'Mật' },
      { note: 'Bì có dấu chữ A' },
      { note: 'đóng dấu TỐI MẬT' },
      { subject: 'Đơn  tố cáo của công dân' },
      { typeName: 'Đơn khiếu nại' },
    ]) {
      keep();
      expect([more, keep(typed(more)), rows()]).toEqual([more, undefined, 0]);
    }
    expect(keep(typed({ subject: 'Về việc tập huấn công tác bảo mật dữ liệu' }))).toBeDefined();
  });

  it('that stood beside a paper of the tray which is a petition or is gone is not kept, nor shown', () => {
    const { db } = store();
    const paper = store().newId();
    db.prepare(`INSERT INTO scan_group (id, organ_id, state, position, changed_at, seq) VALUES (?, ?, 'open', 1, 0, 1)`).run(paper, OURS);
    expect(keep(typed({}, [paper]))).toBeDefined();
    expect(found()).toBeDefined();
    db.prepare('DELETE FROM scan_group').run();
    expect([found(), rows(), keep(typed({}, [paper]))]).toEqual([undefined, 0, undefined]);
  });

  it('that is no form is not kept, however deep', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    for (const value of ['', 'x', '1', 'null', '{"beside":1}', `{"a":${deep}}`])
      expect([value.slice(0, 20), keep(value)]).toEqual([value.slice(0, 20), undefined]);
    expect(rows()).toBe(0);
  });
});

it('a store from before has room for forms as they are typed', () => {
  const version = MIGRATIONS.find((step) => step.name === 'kept-forms')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    old.store.close();
    const now = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const person = { personId: desk.clerk.personId, name: '', roles: [] } as typeof desk.clerk;
    expect(keepForm(now, person, OURS, 'paper', typed())).toBeDefined();
    expect(keptForm(now, person, OURS, 'paper')?.value).toBe(typed());
    now.close();
  } finally {
    old.remove();
  }
});
