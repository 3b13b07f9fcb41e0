import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { AUDIT_ACTS } from '../../domain/auditActs.ts';
import { loadErrorTexts } from '../text/index.ts';
import { actWord, asked, objectWords, placeOf, resultWords } from './words.ts';

const CORE = join(import.meta.dirname, '..', '..', 'core');
/** Codes as they are written at the acts that record them; what is put together of parts is held by the type of `record`. */
function actsOfSource(): Set<string> {
  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file));
  return new Set(
    files.flatMap((file) =>
      [
        ...readFileSync(join(CORE, file), 'utf8').matchAll(
          /(?<![.\w])(?:record|keepFile|keepPrint)\((?:[^()']|\([^()]*\))*?'([a-z]+\.[a-z_]+)'/g,
        ),
      ].map(([, act = '']) => act),
    ),
  );
}

describe('the log in words', () => {
  beforeAll(loadErrorTexts);
  test('every act that the core records has its words', () => {
    const acts = actsOfSource();
    expect(acts.size).toBeGreaterThan(150);
    expect([...acts, ...AUDIT_ACTS].filter((act) => actWord(act) === act)).toEqual([]);
    // Nobody searches among two choices of the same name.
    expect(new Set(AUDIT_ACTS.map(actWord)).size).toBe(AUDIT_ACTS.length);
  });
  test('an act of another version is shown by its code', () => {
    expect(actWord('room.never_heard_of')).toBe('room.never_heard_of');
  });
  test.each([
    ['incoming.register', 'number 12', 'số 12'],
    ['incoming.register', 'number pending', 'chờ cấp số'],
    ['destruction.done', '05/QĐ-UBND, 3 documents, 7 files', '05/QĐ-UBND, 3 văn bản, 7 tệp'],
    ['backup.keep', '7 days, 5 weeks, 12 months', 'giữ 7 ngày, 5 tuần, 12 tháng'],
    ['person.add', 'clerk,leader', 'Văn thư, Lãnh đạo'],
    ['session.begin', 'recovery', 'bằng mã khôi phục'],
    ['rules.save', 'active auto', 'đang dùng, tự giao'],
    ['lock.set', '10', '10 phút'],
    ['audit.check', 'previous 31', 'không nguyên vẹn tại dòng số 31'],
    ['outgoing.issue', '45/QĐ-UBND', '45/QĐ-UBND'],
    ['incoming.arrive', 'ok', 'Xong'],
    // What a person typed stays as it is.
    ['incoming.return', 'new text', 'new text'],
  ])('%s “%s” is read as “%s”', (act, result, words) => {
    expect(resultWords({ act, result })).toBe(words);
  });
  test('a refusal is told by its sentence', () => {
    expect(resultWords({ act: 'secrecy.stop', result: 'documents.secret' })).not.toContain('documents.secret');
  });
  test('names what was acted on, and the way there', () => {
    const document = { kind: 'incoming', id: 'd', label: '12/QĐ-UBND', arrivalNumber: 31 } as const;
    const file = { kind: 'file', label: 'a.pdf', of: document } as const;
    expect(objectWords(document)).toBe('Số đến 31 · 12/QĐ-UBND');
    expect(objectWords(file)).toBe('Tệp a.pdf · Số đến 31 · 12/QĐ-UBND');
    expect([placeOf(file), asked(file)]).toEqual([{ at: 'incoming', id: 'd' }, document]);
    expect([objectWords({ kind: 'petition' }), placeOf({ kind: 'petition' }), asked({ kind: 'petition' })]).toEqual([
      'Đơn thư',
      undefined,
      undefined,
    ]);
    expect(objectWords({ kind: 'other' })).toBe('');
  });
});
