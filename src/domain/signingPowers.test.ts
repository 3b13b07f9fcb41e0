import { describe, expect, it } from 'vitest';
import { blockOf, powerRefusals, proposed, type SignerDue, type SigningPower } from './signingPowers.ts';
import type { LegalDate } from './time.ts';

const date = (text: string): LegalDate => text as LegalDate;
const power = (over: Partial<SigningPower> = {}): SigningPower => ({
  organId: 'H99.1',
  person: 'Nguyễn Văn Mẫu',
  capacity: 'tm',
  collective: 'ỦY BAN NHÂN DÂN',
  headPosition: 'CHỦ TỊCH',
  position: 'CHỦ TỊCH',
  kinds: [],
  from: date('2026-01-01'),
  authority: '',
  ...over,
});
const deputy = power({ person: 'Trần Thị Mẫu', capacity: 'kt', position: 'PHÓ CHỦ TỊCH', to: date('2026-06-30') });
const at = (day: string): number => Date.parse(`${day}T03:00:00Z`);
const signer = (over: Partial<SignerDue> = {}): SignerDue => ({
  organId: 'H99.1',
  name: 'Nguyễn Văn Mẫu',
  competence: 'TM. ỦY BAN NHÂN DÂN',
  position: 'CHỦ TỊCH',
  signed: { at: at('2026-03-02'), certificateName: 'Nguyễn Văn Mẫu' },
  ...over,
});
const codes = (signers: readonly SignerDue[], over: { kind?: string; date?: LegalDate; powers?: readonly SigningPower[] } = {}) =>
  powerRefusals({ powers: [power(), deputy], kind: 'Công văn', date: date('2026-03-02'), signers, ...over }).map((e) => e.code);

describe('the block above the typed name', () => {
  it('follows the capacity as article 13 of the decree has it', () => {
    const block = (capacity: SigningPower['capacity']) => {
      const { competence, position } = blockOf(power({ capacity, position: 'PHÓ CHỦ TỊCH' }));
      return [competence, position].join(' | ');
    };
    expect(block('tm')).toBe('TM. ỦY BAN NHÂN DÂN | PHÓ CHỦ TỊCH');
    expect(block('kt')).toBe('TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH | PHÓ CHỦ TỊCH');
    expect(block('tl')).toBe('TL. CHỦ TỊCH | PHÓ CHỦ TỊCH');
    expect(block('tuq')).toBe('TUQ. CHỦ TỊCH | PHÓ CHỦ TỊCH');
    expect(block('q')).toBe('TM. ỦY BAN NHÂN DÂN | Q. PHÓ CHỦ TỊCH');
    expect(block('head')).toBe(' | PHÓ CHỦ TỊCH');
  });
  it('is proposed for the kind of document and the day, the head first', () => {
    const table = [deputy, power({ kinds: ['Quyết định'] }), power({ bodyId: 'b', person: 'Lê Văn Thử' })];
    const names = (kind: string, on: string, bodyId?: string) =>
      proposed(table, { organId: 'H99.1', kind, on: date(on), ...(bodyId ? { bodyId } : {}) }).map((p) => p.person);
    expect(names('Quyết định', '2026-03-02')).toEqual(['Nguyễn Văn Mẫu', 'Trần Thị Mẫu']);
    expect(names('Công văn', '2026-03-02')).toEqual(['Trần Thị Mẫu']);
    expect(names('Công văn', '2026-07-01')).toEqual([]);
    expect(names('Công văn', '2026-03-02', 'b')).toEqual(['Lê Văn Thử']);
  });
});

describe('an agency’s signature', () => {
  it('is let through where signer, capacity, day and order fit, and where nobody wrote a table', () => {
    expect(codes([signer()])).toEqual([]);
    expect(codes([signer({ name: 'Người Lạ', signed: { at: at('2026-03-02'), certificateName: 'Người Lạ' } })], { powers: [] })).toEqual(
      [],
    );
    // Another agency's leader has a table elsewhere.
    expect(
      codes([signer(), signer({ organId: '', name: 'Người Lạ', signed: { at: at('2026-03-02'), certificateName: 'Người Lạ' } })]),
    ).toEqual([]);
  });
  it('is refused for a stranger, a kind, a day and a capacity that the table does not have', () => {
    expect(codes([signer({ name: 'Người Lạ', signed: { at: at('2026-03-02'), certificateName: 'Người Lạ' } })])).toEqual([
      'signing.power_person',
    ]);
    expect(codes([signer()], { powers: [power({ kinds: ['Quyết định'] })] })).toEqual(['signing.power_kind']);
    const late = signer({
      name: 'Trần Thị Mẫu',
      competence: 'TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH',
      position: 'PHÓ CHỦ TỊCH',
      signed: { at: at('2026-07-01'), certificateName: 'Trần Thị Mẫu' },
    });
    expect(codes([late], { date: date('2026-07-01') })).toEqual(['signing.power_date']);
    expect(codes([signer({ competence: '', position: 'CHỦ TỊCH' })])).toEqual(['signing.power_capacity']);
  });
  it('is refused over a signature whose certificate was revoked, had expired, or is nobody’s that is known', () => {
    const signed = { at: at('2026-03-02'), certificateName: 'Nguyễn Văn Mẫu' };
    const told = (['revoked', 'expired', 'unknown'] as const).map((certificate) => codes([signer({ signed: { ...signed, certificate } })]));
    expect(told).toEqual([['signing.power_signer_revoked'], ['signing.power_signer_expired'], ['signing.power_signer_unknown']]);
  });
  it('is refused without the leader’s signature, with somebody else’s, after the day of the document, and out of order', () => {
    const { signed: _, ...unsigned } = signer();
    expect(codes([unsigned])).toEqual(['signing.power_unsigned']);
    expect(codes([signer({ signed: { at: at('2026-03-02'), certificateName: 'Trần Thị Mẫu' } })])).toEqual(['signing.power_certificate']);
    expect(codes([signer({ signed: { at: at('2026-03-03'), certificateName: 'Nguyễn Văn Mẫu' } })])).toEqual(['signing.power_order']);
    const first = signer({ signed: { at: at('2026-03-02') + 1000, certificateName: 'Nguyễn Văn Mẫu' } });
    const second = signer({ organId: '', name: 'Lê Văn Thử', signed: { at: at('2026-03-02'), certificateName: 'Lê Văn Thử' } });
    expect(codes([first, second])).toEqual(['signing.power_order']);
  });
  it('knows a name wherever its tone was put, and never takes one letter for another', () => {
    expect(
      codes([signer({ name: 'Nguyễn Hoà', signed: { at: at('2026-03-02'), certificateName: 'NGUYỄN HÒA' } })], {
        powers: [power({ person: 'Nguyễn Hòa' })],
      }),
    ).toEqual([]);
    expect(codes([signer({ name: 'Nguyễn Văn Mậu', signed: { at: at('2026-03-02'), certificateName: 'Nguyễn Văn Mậu' } })])).toEqual([
      'signing.power_person',
    ]);
  });
});
