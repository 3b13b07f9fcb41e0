import { describe, expect, it } from 'vitest';
import {
  afterDossierAct,
  byNotation,
  DOSSIER_STATES,
  dossierActs,
  handInBy,
  handInState,
  maintenanceYears,
  nextNotation,
  refusedIn,
} from './dossiers.ts';
import type { LegalDate } from './time.ts';

const day = (text: string): LegalDate => text as LegalDate;
describe('the life of a file', () => {
  it('goes from the list over open and closed to the archive, back only by reopening or taking back', () => {
    expect(Object.fromEntries(DOSSIER_STATES.map((state) => [state, dossierActs(state)]))).toEqual({
      planned: ['edit', 'open', 'put', 'drop'],
      open: ['edit', 'put', 'close', 'drop'],
      closed: ['reopen', 'hand_over'],
      handed: ['take_back'],
      dropped: [],
    });
    expect(afterDossierAct('planned', 'put')).toEqual({ ok: true, value: 'open' });
    expect(afterDossierAct('closed', 'put')).toMatchObject({ ok: false, error: { code: 'dossiers.act_not_allowed' } });
  });
  it('is handed in within a year of its end, spoken of sixty days before, late the day after', () => {
    expect(handInBy(day('2026-11-20'))).toBe('2027-11-20');
    expect(handInBy(day('2028-02-29'))).toBe('2029-02-28');
    expect(['2027-09-20', '2027-09-21', '2027-11-20', '2027-11-21'].map((today) => handInState(day('2026-11-20'), day(today)))).toEqual([
      'ahead',
      'soon',
      'soon',
      'late',
    ]);
  });
  it('takes what stands in a book, and says of the rest why not', () => {
    expect((['registered', 'finished', 'recalled', 'arrived', 'merged', 'returned'] as const).map((s) => refusedIn('incoming', s))).toEqual(
      [undefined, undefined, undefined, 'dossiers.not_registered', 'dossiers.merged', 'dossiers.not_ours'],
    );
    expect((['draft', 'numbered', 'issued', 'cancelled'] as const).map((s) => refusedIn('outgoing', s))).toEqual([
      'dossiers.not_numbered',
      undefined,
      undefined,
      'dossiers.cancelled',
    ]);
  });
});
it('notations count on and stand in the order of their numbers', () => {
  expect([nextNotation('06.VP'), nextNotation('TH-09/2026'), nextNotation('VP'), nextNotation('')]).toEqual([
    '07.VP',
    'TH-10/2026',
    undefined,
    undefined,
  ]);
  expect(['10.VP', '2.VP', '01.VP'].sort(byNotation)).toEqual(['01.VP', '2.VP', '10.VP']);
  expect([maintenanceYears('05 năm'), maintenanceYears('Vĩnh viễn')]).toEqual([5, undefined]);
});
