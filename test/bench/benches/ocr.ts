/**
 * Reading for the clerk: 40 invented pages, drawn and worn as a desk's scanner gives them, read and proposed from. A field is
 * right where it is letter for letter what was printed (an office: as it is written), wrong where something else was proposed,
 * and neither where it was left empty. The pages come from a seed that nothing was fitted to; `--size fitted` are those that
 * the rules were made with. Nothing is known of offices or people: a directory only makes it better.
 */

import { NOTHING_KNOWN, type ProposedField, proposeFields } from '../../../src/domain/proposals/index.ts';
import type { LegalDate } from '../../../src/domain/time.ts';
import { startEngine } from '../../../src/reader/engine.ts';
import { readPage } from '../../../src/reader/page.ts';
import type { Bench } from '../bench.ts';
import { median } from '../bench.ts';
import { makePages } from '../ocr/pages.ts';
import type { Truth } from '../ocr/texts.ts';

const PAGES = 40;
const SEEDS: Readonly<Record<string, number>> = { 'held-out': 20_261, fitted: 1 };

export const printed = (truth: Truth): Readonly<Record<ProposedField, string>> => ({
  sender: truth.agency,
  superior: truth.superior,
  number: truth.number,
  notation: truth.notation,
  date: truth.date,
  place: truth.place,
  typeName: truth.typeName,
  subject: truth.subject,
  urgency: truth.urgency,
  signer: truth.signer,
});
const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

export const ocr: Bench = {
  name: 'ocr',
  about: 'fields proposed right and wrong from 40 invented, worn pages, and the time of a page',
  async run({ size = 'held-out' } = {}) {
    const engine = await startEngine();
    let [right, wrong, all] = [0, 0, 0];
    const times: number[] = [];
    for (const { document, jpeg, dpi } of await makePages(PAGES, SEEDS[size] ?? Number(size))) {
      const begun = performance.now();
      const text = readPage(engine, jpeg, dpi);
      times.push(performance.now() - begun);
      const { fields } = proposeFields([text], { ...NOTHING_KNOWN, today: '2026-11-22' as LegalDate });
      for (const [field, value] of Object.entries(printed(document)) as [ProposedField, string][]) {
        const proposed = fields[field]?.value;
        if (value !== '') all++;
        if (proposed === undefined) continue;
        if (tidy(proposed) === tidy(value)) right++;
        else wrong++;
      }
    }
    return {
      figures: {
        fields_right_percent: { value: (100 * right) / all, unit: 'percent', target: '>=90' },
        fields_wrong_percent: { value: (100 * wrong) / all, unit: 'percent', target: '<=2' },
        page_ms: { value: median(times), unit: 'ms' },
      },
    };
  },
};
