import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { Failure } from '../../domain/errors.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { t } from '../text/index.ts';
import { markRanges } from './find.ts';
import { firstPageIsThere } from './firstPage.ts';
import { openPdf } from './pdf.ts';
import type { PagePlace } from './place.ts';
import { type Laid, layText, type Match } from './text.ts';

const A4 = { width: 595, height: 842 };
const GAP = 24;

export interface PagesProps {
  readonly fileId: string;
  readonly size: number;
  /** 1 = the page fits the width. */
  readonly zoom: number;
  /** Quarter turns clockwise, on top of the page's own. */
  readonly turn?: number;
  /** Words lie over the pages, to be selected, copied and marked. */
  readonly words?: boolean;
  readonly matches?: readonly Match[];
  readonly current?: Match | undefined;
  /** A place to be shown and marked. */
  readonly place?: PagePlace | undefined;
  /** Goes to this page when it changes. */
  readonly goTo?: { readonly page: number; readonly turn: number } | undefined;
  readonly onPdf?: (pdf: PDFDocumentProxy | undefined) => void;
  /** Which page is in sight. */
  readonly onPage?: (page: number) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  /** Drawn over a page; `scale` is CSS pixels a point. */
  readonly overlay?: (page: number, scale: number) => ReactNode;
  /** Head and foot of this page were in sight. */
  readonly onSeen?: (page: number, pages: number) => void;
  /** No more pages than these are drawn. */
  readonly most?: number;
}
export function PdfPages(props: PagesProps) {
  const { fileId, size, zoom, turn = 0, words, matches, current, place, goTo, overlay, onSeen, onPdf, onPage, onKeyDown, most } = props;
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [error, setError] = useState<AppError>();
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    setPdf(undefined);
    setError(undefined);
    let here = true;
    const opened = openPdf(fileId, size);
    opened.document.then(
      (document) => here && setPdf(document),
      (thrown) => {
        if (!here) return;
        setError(thrown instanceof Failure ? thrown.error : { code: 'page.pdf_unreadable' });
        firstPageIsThere();
      },
    );
    return () => {
      here = false;
      opened.close();
    };
  }, [fileId, size]);
  useEffect(() => {
    onPdf?.(pdf);
  }, [pdf, onPdf]);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const ready = pdf !== undefined && width > 0;
  useEffect(() => {
    if (ready && goTo) scrollTo(pageElement(holder.current, goTo.page), 'start');
  }, [ready, goTo]);
  useEffect(() => {
    if (ready && current) scrollTo(pageElement(holder.current, current.page), 'seen');
  }, [ready, current]);
  const scrolled = (): void => {
    const element = holder.current;
    if (!element || !onPage) return;
    const line = element.getBoundingClientRect().top + element.clientHeight / 3;
    const pages = [...element.querySelectorAll<HTMLElement>('[data-page]')];
    const seen = pages.findLast((one) => one.getBoundingClientRect().top <= line) ?? pages[0];
    if (seen) onPage(Number(seen.dataset.page));
  };
  return (
    <section
      className="pdf-pages"
      ref={holder}
      aria-label={t('viewer.pages')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={onKeyDown}
    >
      <ErrorNote error={error} />
      {pdf === undefined && error === undefined ? <Waiting text={t('viewer.loading')} /> : null}
      {pdf && width > 0
        ? Array.from({ length: Math.min(pdf.numPages, most ?? pdf.numPages) }, (_, i) => (
            <PdfPage
              // biome-ignore lint/suspicious/noArrayIndexKey: pages of one document never change places
              key={i}
              pdf={pdf}
              page={i + 1}
              width={(width - GAP) * zoom}
              turn={turn}
              {...(words ? { words: matches?.filter((match) => match.page === i + 1) ?? NO_MATCHES } : {})}
              {...(current?.page === i + 1 ? { current } : {})}
              {...(place?.page === i + 1 ? { place } : {})}
              {...(overlay ? { overlay } : {})}
              {...(onSeen ? { onSeen } : {})}
            />
          ))
        : null}
    </section>
  );
}
/** Scrolls the pages alone: `scrollIntoView` would move what stands around them too. */
function scrollTo(element: Element | null | undefined, where: 'start' | 'middle' | 'seen'): void {
  const holder = element?.closest('.pdf-pages');
  if (!element || !holder) return;
  const [box, frame] = [element.getBoundingClientRect(), holder.getBoundingClientRect()];
  if (where === 'seen' && box.top < frame.bottom && box.bottom > frame.top) return;
  const by = where === 'middle' ? box.top + box.height / 2 - frame.top - frame.height / 2 : box.top - frame.top;
  holder.scrollTop += by;
}
const NO_MATCHES: readonly Match[] = [];
const pageElement = (holder: HTMLElement | null, page: number): Element | null | undefined =>
  holder?.querySelector(`[data-page="${page}"]`);

interface PageProps {
  readonly pdf: PDFDocumentProxy;
  readonly page: number;
  /** Width on screen, CSS pixels. */
  readonly width: number;
  readonly turn: number;
  /** Given: words lie over the page, these marked. */
  readonly words?: readonly Match[];
  readonly current?: Match;
  readonly place?: PagePlace;
  readonly overlay?: NonNullable<PagesProps['overlay']>;
  readonly onSeen?: NonNullable<PagesProps['onSeen']>;
}
/** Drawn while near the window; its canvas is given back when it is far away. */
export function PdfPage({ pdf, page, width, turn, words, current, place, overlay, onSeen }: PageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [natural, setNatural] = useState(A4);
  const ratio = natural.height / natural.width;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), {
      root: element.closest('.pdf-pages'),
      rootMargin: '800px 0px',
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const element = frame.current;
    if (!near || !element) return;
    let task: RenderTask | undefined;
    let here = true;
    const canvas = document.createElement('canvas');
    void (async () => {
      const proxy = await pdf.getPage(page);
      if (!here) return;
      const rotation = (proxy.rotate + turn * 90) % 360;
      const natural = proxy.getViewport({ scale: 1, rotation });
      setNatural({ width: natural.width, height: natural.height });
      const viewport = proxy.getViewport({ scale: (width / natural.width) * window.devicePixelRatio, rotation });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      task = proxy.render({ canvas, viewport });
      await task.promise;
      if (!here) return;
      element.replaceChildren(canvas);
      firstPageIsThere();
    })().catch((thrown: unknown) => {
      if (!here) return;
      console.warn(thrown);
      firstPageIsThere();
    });
    return () => {
      here = false;
      task?.cancel();
    };
  }, [pdf, page, width, near, turn]);
  useEffect(() => {
    if (!near) frame.current?.replaceChildren();
  }, [near]);
  const layer = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState<Laid>();
  const wordsWanted = words !== undefined;
  useEffect(() => {
    const element = layer.current;
    if (!near || !wordsWanted || !element) return;
    let here = true;
    let mine: Laid | undefined;
    void (async () => {
      const proxy = await pdf.getPage(page);
      const rotation = (proxy.rotate + turn * 90) % 360;
      const scale = width / proxy.getViewport({ scale: 1, rotation }).width;
      if (!here) return;
      mine = await layText(proxy, element, proxy.getViewport({ scale, rotation }));
      if (here) setLaid(mine);
    })().catch(() => undefined);
    return () => {
      here = false;
      mine?.cancel();
      setLaid(undefined);
      element.replaceChildren();
    };
  }, [pdf, page, width, near, turn, wordsWanted]);
  useEffect(() => {
    if (!laid || !words || words.length === 0) return;
    const ranges = laid.rangesOf(words);
    const chosen = current ? laid.rangesOf([current])[0] : undefined;
    scrollTo(chosen?.startContainer.parentElement, 'middle');
    return markRanges(ranges, chosen);
  }, [laid, words, current]);
  const spot = useRef<HTMLElement>(null);
  useEffect(() => {
    if (place) scrollTo(spot.current, 'middle');
  }, [place]);
  const ends = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const holder = ends.current;
    const root = holder?.closest('.pdf-pages');
    if (!holder || !root || !onSeen || !near) return;
    // A page was seen when its head and its foot were: what stands at its end is what is signed.
    const left = new Set<Element>(holder.querySelectorAll('.pdf-end'));
    const watch = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) left.delete(entry.target);
        if (left.size === 0) onSeen(page, pdf.numPages);
      },
      { root },
    );
    for (const end of left) watch.observe(end);
    return () => watch.disconnect();
  }, [onSeen, page, pdf, near]);
  const drawn = (
    <div
      ref={frame}
      className="pdf-page"
      role="img"
      aria-label={t('viewer.page', { page, pages: pdf.numPages })}
      {...(overlay || onSeen || wordsWanted ? {} : { 'data-page': page })}
      style={{ width, height: width * ratio }}
    />
  );
  if (!overlay && !onSeen && !wordsWanted) return drawn;
  const scale = width / natural.width;
  return (
    <div className="pdf-layered" style={{ width }} ref={ends} data-page={page}>
      {drawn}
      {wordsWanted ? <div className="textLayer" ref={layer} /> : null}
      {place && turn === 0 ? (
        <i
          ref={spot}
          className="pdf-spot"
          style={{
            left: place.x * scale - 4,
            top: (natural.height - place.y - place.height) * scale - 4,
            width: place.width * scale + 8,
            height: place.height * scale + 8,
          }}
        />
      ) : null}
      {onSeen ? <i className="pdf-end pdf-head" /> : null}
      {onSeen ? <i className="pdf-end pdf-foot" /> : null}
      {overlay?.(page, scale)}
    </div>
  );
}
