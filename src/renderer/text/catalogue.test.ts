import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Catalogue, faultsOfCatalogue } from './catalogue.ts';
import { errorText, languages, loadErrorTexts, showCatalogue, t, textOr } from './index.ts';
import { errors } from './vi/errors.ts';
import { screens } from './vi/index.ts';

const ENGLISH: Catalogue = {
  language: 'en',
  name: 'English',
  screens: {
    'menu.incoming': 'Incoming documents',
    'many.close.do_one': 'Close {{count}} document',
    'many.close.do_other': 'Close {{count}} documents',
    'many.saidOne': 'Done with a name so long that no button was ever drawn for it, {{name}}: {{words}}.',
  },
  errors: { 'work.stopped': 'Stopped as you asked. Nothing was written.' },
};

describe('a catalogue of another language', () => {
  beforeAll(loadErrorTexts);
  test('is a file: each one that is there fits the Vietnamese one', () => {
    const folder = join(import.meta.dirname, 'catalogues');
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    for (const file of files) {
      const catalogue = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Catalogue;
      expect(file).toBe(`${catalogue.language}.json`);
      expect(faultsOfCatalogue(catalogue, { screens, errors })).toEqual([]);
    }
    expect(languages().map(({ language }) => language)).toEqual(['vi', ...files.map((file) => file.replace('.json', ''))]);
  });
  test('a key nobody asks for, a hole that is never filled and an empty text are found', () => {
    const wrong = { ...ENGLISH, screens: { 'menu.nowhere': 'x', 'many.close.do': '{{number}}', 'menu.today': ' ' } };
    expect(faultsOfCatalogue(wrong, { screens, errors })).toEqual(['menu.nowhere: unknown', 'many.close.do: number', 'menu.today: empty']);
    expect(faultsOfCatalogue({ ...ENGLISH, language: 'english' }, { screens, errors })).toEqual(['language']);
    expect(faultsOfCatalogue(ENGLISH, { screens, errors })).toEqual([]);
  });
  test('shown, its words stand there with their plurals; what it leaves out stands in Vietnamese', async () => {
    expect(t('menu.incoming')).toBe('Văn bản đến');
    const page = { documentElement: { lang: 'vi' } };
    vi.stubGlobal('document', page);
    await showCatalogue(ENGLISH);
    try {
      // A screen reader speaks it.
      expect(page.documentElement.lang).toBe('en');
      expect(t('menu.incoming')).toBe('Incoming documents');
      expect([t('many.close.do', { count: 1 }), t('many.close.do', { count: 7 })]).toEqual(['Close 1 document', 'Close 7 documents']);
      expect(errorText({ code: 'work.stopped' })).toContain('Stopped');
      expect(t('menu.outgoing')).toBe('Văn bản đi');
      expect(errorText({ code: 'entry.empty' })).toBe(errors['entry.empty']);
      expect(textOr('menu.short.incoming', 'x')).not.toBe('');
    } finally {
      await showCatalogue({ language: 'vi', name: '', screens: {}, errors: {} });
      vi.unstubAllGlobals();
    }
    expect(t('menu.incoming')).toBe('Văn bản đến');
  });
});
