/** The words of a PDF's pages: laid over the drawn page to be selected and copied, and searched without marks. */
import { type PageViewport, type PDFDocumentProxy, type PDFPageProxy, TextLayer } from 'pdfjs-dist';
import { foldVietnamese } from '../../domain/secrecy.ts';

/** As pdf.js gives a run of text; marked content has no `str`. */
interface Run {
  readonly str: string;
  readonly hasEOL: boolean;
}
type Content = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;
const runsOf = ({ items }: Content): Run[] => items.filter((item): item is Run & typeof item => 'str' in item);

/** A page's text in one piece; a line's end is a space. Each letter stays one letter, so that places can be told. */
const joined = (runs: readonly Run[]): string => runs.map((run) => run.str + (run.hasEOL ? ' ' : '')).join('');
/** Letter by letter: folding must not move what stands behind. */
const folded = (text: string): string => [...text].map((sign) => one(sign)).join('');
const one = (sign: string): string => {
  const plain = foldVietnamese(sign);
  return plain.length === sign.length ? plain : sign;
};

export interface Match {
  /** 1-based. */
  readonly page: number;
  /** In the page's joined text. */
  readonly start: number;
  readonly end: number;
}
/** Pages of one document that were read for words, each once. */
export class PageTexts {
  readonly #pdf: PDFDocumentProxy;
  readonly #pages = new Map<number, Promise<string>>();
  constructor(pdf: PDFDocumentProxy) {
    this.#pdf = pdf;
  }
  #text(page: number): Promise<string> {
    const known =
      this.#pages.get(page) ?? this.#pdf.getPage(page).then(async (proxy) => folded(joined(runsOf(await proxy.getTextContent()))));
    this.#pages.set(page, known);
    return known;
  }
  /** @returns undefined where the file has no words at all; at most 2 000 places */
  async find(words: string, stopped: () => boolean): Promise<Match[] | undefined> {
    const pattern = patternOf(words);
    const found: Match[] = [];
    let letters = 0;
    for (let page = 1; page <= Math.min(this.#pdf.numPages, 2_000) && !stopped(); page++) {
      const text = await this.#text(page);
      letters += text.length;
      if (pattern) for (const m of text.matchAll(pattern)) found.push({ page, start: m.index, end: m.index + m[0].length });
      if (found.length > 2_000) break;
    }
    return letters === 0 ? undefined : found;
  }
}
function patternOf(words: string): RegExp | undefined {
  const plain = folded(words.normalize('NFC').trim());
  if (plain === '') return undefined;
  const escaped = plain.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(escaped, 'gu');
}

export interface Laid {
  /** The places of the page's matches, for marking. */
  rangesOf(matches: readonly Match[]): Range[];
  cancel(): void;
}
/** Lays the words of a page over its picture; resolves when they stand. */
export async function layText(proxy: PDFPageProxy, container: HTMLElement, viewport: PageViewport): Promise<Laid> {
  const content = await proxy.getTextContent();
  container.replaceChildren();
  container.style.setProperty('--total-scale-factor', String(viewport.scale));
  const layer = new TextLayer({ textContentSource: content, container, viewport });
  await layer.render();
  const runs = runsOf(content);
  return { rangesOf: (matches) => rangesIn(layer.textDivs, runs, matches), cancel: () => layer.cancel() };
}

function rangesIn(divs: readonly HTMLElement[], runs: readonly Run[], matches: readonly Match[]): Range[] {
  const starts: number[] = [];
  let at = 0;
  for (const run of runs) {
    starts.push(at);
    at += run.str.length + (run.hasEOL ? 1 : 0);
  }
  const place = (offset: number): { node: Node; offset: number } | undefined => {
    let i = starts.findLastIndex((start) => start <= offset);
    // A place in an empty run belongs to the one before it.
    while (i > 0 && (runs[i]?.str ?? '') === '') i--;
    const node = divs[i]?.firstChild;
    if (!node) return undefined;
    return { node, offset: Math.min(Math.max(0, offset - (starts[i] ?? 0)), node.textContent?.length ?? 0) };
  };
  return matches.flatMap((match) => {
    const [from, to] = [place(match.start), place(match.end)];
    if (!from || !to) return [];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [range];
  });
}
