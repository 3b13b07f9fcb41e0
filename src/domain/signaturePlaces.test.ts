import { describe, expect, it } from 'vitest';
import { leaderPlace, mm, sealPlace, stripPlan } from './signaturePlaces.ts';
import type { LegalDate } from './time.ts';

const A4 = { width: 595.28, height: 841.89 };
const said = { number: '05', code: '05/UBND-VP', date: '2026-02-05' as LegalDate, place: 'Ví Dụ' };

describe('places of official signatures (Decree 30/2020, annex I)', () => {
  it('put the seal over a third of the leader’s signature from its left, at true size, vertical centres equal', () => {
    const leader = { page: 2, x: 350, y: 200, width: mm(44), height: mm(18) };
    const seal = sealPlace(leader, A4);
    expect(seal.page).toBe(2);
    expect(seal.width).toBeCloseTo(102.05, 2);
    expect(seal.x + seal.width).toBeCloseTo(leader.x + leader.width / 3, 6);
    expect(seal.y + seal.height / 2).toBeCloseTo(leader.y + leader.height / 2, 6);
  });
  it('never leave the page, and never change the seal’s size for it', () => {
    const seal = sealPlace({ page: 1, x: 10, y: 5, width: 90, height: 40 }, A4, 42);
    expect(seal).toMatchObject({ x: 0, y: 0, width: mm(42) });
  });
  it('put the leader’s signature over the typed name so that the seal does not cover the name', () => {
    const signer = { page: 3, x: 380, y: 300, width: 110, height: 13.5 };
    const leader = leaderPlace([A4, A4, A4], { signer });
    expect(leader.page).toBe(3);
    expect(leader.x + leader.width / 2).toBeCloseTo(435, 6);
    expect(sealPlace(leader, A4).y).toBeGreaterThanOrEqual(signer.y + signer.height - 0.01);
  });
  it('fall back to the right half of the last page', () => {
    const place = leaderPlace([A4, A4], {});
    expect(place.page).toBe(2);
    expect(place.x).toBeGreaterThan(A4.width / 2);
    expect(place.x + place.width).toBeLessThan(A4.width - mm(15));
  });
  it('write number, day and month into the blanks, months 1 and 2 with a zero', () => {
    const blank = (x: number) => ({ page: 1, x, y: 730, width: 30, height: 13 });
    const { place, lines } = stripPlan(A4, { number: blank(120), day: blank(380), month: blank(440) }, said);
    expect(lines.map((l) => l.text)).toEqual(['05', '05', '02']);
    expect(lines.map((l) => Math.round(l.at.x + place.x))).toEqual([135, 395, 455]);
    expect(lines.every((l) => l.at.y + place.y === 730)).toBe(true);
  });
  it('write them in full where there are no blanks', () => {
    expect(stripPlan(A4, {}, said).lines.map((l) => l.text)).toEqual(['Số: 05/UBND-VP', 'Ví Dụ, ngày 05 tháng 02 năm 2026']);
  });
});
