/** Finding words in the file in sight: what is asked, where it stands, which place is in turn. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { type Match, PageTexts } from './text.ts';

export interface Finding {
  readonly matches: readonly Match[];
  /** Of `matches`; -1 where there is none. */
  readonly at: number;
  readonly current: Match | undefined;
  /** The file has no words to be found (a scan). */
  readonly noText: boolean;
  readonly busy: boolean;
  step(by: 1 | -1): void;
}
const NONE: readonly Match[] = [];

export function useFinding(pdf: PDFDocumentProxy | undefined, words: string): Finding {
  const [texts, setTexts] = useState<PageTexts>();
  const [found, setFound] = useState<{ readonly words: string; readonly matches: readonly Match[]; readonly noText: boolean }>();
  const [at, setAt] = useState(0);
  useEffect(() => setTexts(pdf ? new PageTexts(pdf) : undefined), [pdf]);
  const asked = words.trim();
  useEffect(() => {
    if (!texts || asked === '') return;
    let stopped = false;
    texts
      .find(asked, () => stopped)
      .then(
        (matches) => {
          if (stopped) return;
          setFound({ words: asked, matches: matches ?? NONE, noText: matches === undefined });
          setAt(0);
        },
        () => undefined,
      );
    return () => {
      stopped = true;
    };
  }, [texts, asked]);
  const mine = asked !== '' && found?.words === asked ? found : undefined;
  const matches = mine?.matches ?? NONE;
  return {
    matches,
    at: matches.length === 0 ? -1 : at,
    current: matches[at],
    noText: mine?.noText ?? false,
    busy: asked !== '' && mine === undefined,
    step: (by) => setAt((now) => (matches.length === 0 ? 0 : (now + by + matches.length) % matches.length)),
  };
}

/** Marks by the browser's own highlights: the layer's elements stay as they are. */
const supported = typeof CSS !== 'undefined' && 'highlights' in CSS;
const all = supported ? new Highlight() : undefined;
const now = supported ? new Highlight() : undefined;
if (all && now) {
  now.priority = 1;
  CSS.highlights.set('found-words', all);
  CSS.highlights.set('found-now', now);
}
/** @returns takes the marks away again */
export function markRanges(ranges: readonly Range[], current: Range | undefined): () => void {
  for (const range of ranges) all?.add(range);
  if (current) now?.add(current);
  return () => {
    for (const range of ranges) all?.delete(range);
    if (current) now?.delete(current);
  };
}
