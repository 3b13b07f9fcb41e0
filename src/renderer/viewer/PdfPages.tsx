import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { Failure } from '../../domain/errors.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { t } from '../text/index.ts';
import { openPdf } from './pdf.ts';

const A4 = { width: 595, height: 842 };
const GAP = 24;

interface Props {
  readonly fileId: string;
  readonly size: number;
  /** 1 = the page fits the width. */
  readonly zoom: number;
  /** Drawn over a page; `scale` is CSS pixels a point. */
  readonly overlay?: (page: number, scale: number) => ReactNode;
  /** Head and foot of this page were in sight. */
  readonly onSeen?: (page: number, pages: number) => void;
  /** No more pages than these are drawn. */
  readonly most?: number;
}
export function PdfPages({ fileId, size, zoom, overlay, onSeen, most }: Props) {
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
      (thrown) => here && setError(thrown instanceof Failure ? thrown.error : { code: 'page.pdf_unreadable' }),
    );
    return () => {
      here = false;
      opened.close();
    };
  }, [fileId, size]);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="pdf-pages" ref={holder} aria-label={t('viewer.pages')} tabIndex={0}>
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
              {...(overlay ? { overlay } : {})}
              {...(onSeen ? { onSeen } : {})}
            />
          ))
        : null}
    </section>
  );
}

interface PageProps {
  readonly pdf: PDFDocumentProxy;
  readonly page: number;
  /** Width on screen, CSS pixels. */
  readonly width: number;
  readonly overlay?: NonNullable<Props['overlay']>;
  readonly onSeen?: NonNullable<Props['onSeen']>;
}
/** Drawn while near the window; its canvas is given back when it is far away. */
function PdfPage({ pdf, page, width, overlay, onSeen }: PageProps) {
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
      const natural = proxy.getViewport({ scale: 1 });
      setNatural({ width: natural.width, height: natural.height });
      const viewport = proxy.getViewport({ scale: (width / natural.width) * window.devicePixelRatio });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      task = proxy.render({ canvas, viewport });
      await task.promise;
      if (here) element.replaceChildren(canvas);
    })().catch((thrown: unknown) => {
      if (here) console.warn(thrown);
    });
    return () => {
      here = false;
      task?.cancel();
    };
  }, [pdf, page, width, near]);
  useEffect(() => {
    if (!near) frame.current?.replaceChildren();
  }, [near]);
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
      style={{ width, height: width * ratio }}
    />
  );
  if (!overlay && !onSeen) return drawn;
  return (
    <div className="pdf-layered" style={{ width }} ref={ends}>
      {drawn}
      {onSeen ? <i className="pdf-end pdf-head" /> : null}
      {onSeen ? <i className="pdf-end pdf-foot" /> : null}
      {overlay?.(page, width / natural.width)}
    </div>
  );
}
