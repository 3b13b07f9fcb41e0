import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Catalogue, judgeCatalogue, readCatalogue, templateOf, usableTexts } from '../../domain/catalogue.ts';
import { hourText, momentOnPaper } from '../format.ts';
import { reminderText } from '../today/words.ts';
import { errorText, hasErrorText, loadErrorTexts, onPaper, ownTexts, showCatalogue, t, textOr } from './index.ts';
import { auditLogText } from './vi/auditLog.ts';
import { errors } from './vi/errors.ts';
import { screens } from './vi/index.ts';

const ENGLISH: Catalogue = {
  language: 'en',
  name: 'English',
  screens: {
    'menu.incoming': 'Incoming documents',
    'many.close.do_one': 'Close one document',
    'many.close.do_other': 'Close {{count}} documents',
    'many.saidOne': 'Done with a name so long that no button was ever drawn for it, {{name}}: {{words}}.',
  },
  errors: { 'work.stopped': 'Stopped as you asked. Nothing was written.' },
};
const whole = (change: object): string => JSON.stringify({ ...ENGLISH, ...change });
const faultOf = (text: string) => readCatalogue(text).fault;

/** A language that comes with the product, to be taken in from its file. */
const SHIPPED = JSON.parse(readFileSync(new URL('../../../resources/languages/en.json', import.meta.url), 'utf8')) as Catalogue;
/** Texts are written in Vietnamese first: so many may wait for the translation, and stand in Vietnamese until then. */
const MAY_WAIT = 40;

describe('the English that comes with the product', () => {
  const parts = [
    { own: { ...screens, ...auditLogText } as Record<string, string>, texts: SHIPPED.screens },
    { own: errors as Record<string, string>, texts: SHIPPED.errors },
  ];
  test('has every text, or but a few new ones, which are named here', () => {
    const missing = parts.flatMap(({ own, texts }) => Object.keys(own).filter((key) => !Object.hasOwn(texts, key)));
    expect(missing.length <= MAY_WAIT ? [] : missing).toEqual([]);
    const old = parts.flatMap(({ own, texts }) => usableTexts(texts, own).faults);
    // A text that was dropped or has other places to fill since.
    expect(old.filter(({ why }) => why !== 'unknown' && why !== 'holes')).toEqual([]);
    expect(old.length <= MAY_WAIT ? [] : old).toEqual([]);
  });
  test('says one and many with words of their own, and everything in English but what goes onto Vietnamese paper', () => {
    for (const { texts } of parts)
      for (const key of Object.keys(texts).filter((one) => one.endsWith('_one')))
        expect([key, Object.hasOwn(texts, `${key.slice(0, -4)}_other`), texts[key] === texts[`${key.slice(0, -4)}_other`]]).toEqual([
          key,
          true,
          false,
        ]);
    const same = Object.entries(SHIPPED.screens).filter(
      ([key, text]) => /[ạ-ỹăđơư]/i.test(text) && text === parts[0]?.own[key] && !PAPER.test(key),
    );
    expect(same).toEqual([]);
  });
  test('leaves what goes onto paper and into documents in Vietnamese', async () => {
    // Under a name of its own: what is shown once stays for this page.
    await showCatalogue({
      ...SHIPPED,
      language: 'fr',
      screens: {
        ...SHIPPED.screens,
        'envelope.title': 'RECOVERY CODE',
        'draft.replyPlaces': '- As above;',
        'today.reminderHead': 'Dear {{who}}:',
      },
    });
    try {
      expect([hourText(0), momentOnPaper(0)]).toEqual(['07:00', '01/01/1970, 07 giờ 00']);
      expect([t('envelope.title'), onPaper('envelope.title'), onPaper('draft.replyPlaces')]).toEqual([
        ...['RECOVERY CODE', 'PHIẾU MÃ KHÔI PHỤC', '- Như trên;\n- Lưu: VT.'],
      ]);
      expect(
        reminderText([{ kind: 'handle', who: 'Nguyễn Văn Mẫu', side: 'incoming', code: '1/UBND', subject: 'Mưa', latest: 0 } as never]),
      ).toMatch(/^Kính nhắc Nguyễn Văn Mẫu:\n- Giải quyết: 1\/UBND – Mưa/);
    } finally {
      await showCatalogue({ language: 'vi', name: '', screens: {}, errors: {} });
    }
  });
});
/** Words of sheets and documents, the product's and the language's own names. */
const PAPER =
  /^(?:envelope\.|draft\.(?:reply|competenceHint|positionHint|closeIncoming\.note)|today\.reminder|app\.name|language\.own|registers\.|setup\.)/;

describe('a catalogue of another language, as a file', () => {
  beforeAll(loadErrorTexts);
  test('is the Vietnamese one with its texts replaced: the file to translate fits as it is', async () => {
    const all = { ...screens, ...auditLogText };
    const template = templateOf(await ownTexts());
    const { catalogue } = readCatalogue(template);
    expect(catalogue && judgeCatalogue(catalogue, { screens: all, errors })).toEqual({
      faults: [],
      has: Object.keys(all).length + Object.keys(errors).length,
      of: Object.keys(all).length + Object.keys(errors).length,
    });
  });
  test('that is too large, no JSON, of another shape, or says no language of its own is refused as a whole', () => {
    expect(readCatalogue(`\uFEFF${whole({})}`).catalogue).toEqual(ENGLISH);
    const faults = [
      faultOf(whole({ screens: { a: 'x'.repeat(5 * 1024 * 1024) } })),
      ...['', '{', 'null', '[]', '"en"'].map(faultOf),
      ...[{ language: 'vi' }, { language: 'english' }, { language: '../' }, { language: undefined }].map((one) => faultOf(whole(one))),
      ...[{ name: '' }, { name: 'x'.repeat(41) }, { name: 'En\u202Eglish' }, { name: 7 }].map((one) => faultOf(whole(one))),
      ...[{ screens: [] }, { errors: 'x' }, { screens: null }].map((one) => faultOf(whole(one))),
    ].map((fault) => fault ?? '');
    expect(faults).toEqual([
      ...['languages.size', 'languages.json', 'languages.json', 'languages.shape', 'languages.shape', 'languages.shape'],
      ...['languages.language', 'languages.language', 'languages.language', 'languages.language'],
      ...['languages.name', 'languages.name', 'languages.name', 'languages.name', 'languages.shape', 'languages.shape', 'languages.shape'],
    ]);
    expect(faults.every((code) => hasErrorText(code))).toBe(true);
  });
  test('loses single texts alone: each is told by its key and why, and stands in Vietnamese', () => {
    const wrong = {
      'menu.nowhere': 'x',
      constructor: 'x',
      'menu.today': ' ',
      'menu.outgoing': 'x'.repeat(5_000),
      'menu.search': 7 as never,
      'many.close.do': '{{number}} documents',
      'many.saidOne': 'Done',
      'error.general': '{{code, uppercase}}',
      'kept.found': '{{when}} {{__proto__}}',
      'kept.saving': '$t(menu.today)',
      'kept.savedAt': '\u202E{{when}}',
      'menu.incoming': '<b onclick="x">{{{{</b>',
    };
    const { texts, faults } = usableTexts({ ...ENGLISH.screens, ...wrong }, screens);
    expect(Object.fromEntries(faults.map(({ key, why }) => [key, why]))).toEqual({
      ...{ 'menu.nowhere': 'unknown', constructor: 'unknown', 'menu.today': 'empty', 'menu.outgoing': 'long', 'menu.search': 'text' },
      ...{ 'many.close.do': 'holes', 'many.saidOne': 'holes', 'error.general': 'holes', 'kept.found': 'holes', 'menu.incoming': 'holes' },
      ...{ 'kept.saving': 'signs', 'kept.savedAt': 'signs' },
    });
    expect(faults.find(({ key }) => key === 'many.saidOne')?.holes).toBe('{{name}} {{words}}');
    expect(Object.keys(texts)).toEqual(['many.close.do_one', 'many.close.do_other']);
  });
  test('counts a text once, whatever plural forms its language has', () => {
    expect(judgeCatalogue(ENGLISH, { screens, errors })).toMatchObject({ faults: [], has: 4 });
  });
  test('shown, its words stand there with their plurals; what it leaves out stands in Vietnamese', async () => {
    expect(t('menu.incoming')).toBe('Văn bản đến');
    const page = { documentElement: { lang: 'vi' } };
    vi.stubGlobal('document', page);
    // What cannot be used of it does not come into sight either.
    await showCatalogue({
      ...ENGLISH,
      screens: { ...ENGLISH.screens, 'menu.outgoing': 'x'.repeat(5_000) },
      errors: { ...ENGLISH.errors, 'entry.empty': '{{who}}' },
    });
    try {
      // A screen reader speaks it.
      expect(page.documentElement.lang).toBe('en');
      expect(t('menu.incoming')).toBe('Incoming documents');
      expect([t('many.close.do', { count: 1 }), t('many.close.do', { count: 7 })]).toEqual(['Close one document', 'Close 7 documents']);
      expect(errorText({ code: 'work.stopped' })).toContain('Stopped');
      expect(t('menu.outgoing')).toBe('Văn bản đi');
      // What fills a text in is shown as it is, and begins nothing.
      expect(t('many.saidOne', { name: '$t(menu.today) {{words}}', words: '<b>x</b>' })).toMatch(/it, \$t\(menu\.today\).*<b>x<\/b>\.$/);
      expect(errorText({ code: 'entry.empty' })).toBe(errors['entry.empty']);
      expect(textOr('menu.short.incoming', 'x')).not.toBe('');
    } finally {
      await showCatalogue({ language: 'vi', name: '', screens: {}, errors: {} });
      vi.unstubAllGlobals();
    }
    expect(t('menu.incoming')).toBe('Văn bản đến');
  });
});
