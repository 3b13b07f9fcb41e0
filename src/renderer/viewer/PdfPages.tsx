import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
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
}
export function PdfPages({ fileId, size, zoom }: Props) {
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
        ? Array.from({ length: pdf.numPages }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pages of one document never change places
            <PdfPage key={i} pdf={pdf} page={i + 1} width={(width - GAP) * zoom} />
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
}
/** Drawn while near the window; its canvas is given back when it is far away. */
function PdfPage({ pdf, page, width }: PageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [ratio, setRatio] = useState(A4.height / A4.width);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), {
      root: element.parentElement,
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
      setRatio(natural.height / natural.width);
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
  return (
    <div
      ref={frame}
      className="pdf-page"
      role="img"
      aria-label={t('viewer.page', { page, pages: pdf.numPages })}
      style={{ width, height: width * ratio }}
    />
  );
}
