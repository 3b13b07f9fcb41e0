/**
 * The file as it was when this signature was made, beside the file as it is. Both are drawn once more, small, and compared page by
 * page: what came later is framed on both sides, so that nobody has to search for it.
 */
import { Modal } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { t } from '../text/index.ts';
import { type Difference, differences, type Pixels } from './differ.ts';
import { PdfPages } from './PdfPages.tsx';
import './viewer.css';

interface Props {
  readonly fileId: string;
  readonly size: number;
  /** The signed revision is the file up to here. */
  readonly signedBytes: number;
  readonly who: string;
  readonly onClose: () => void;
}
/** Pixels a page is compared at: a full stop is still seen. */
const WIDTH = 800;
/** Pages that are compared by themselves; the rest is for eyes. */
const MOST = 100;

export default function SignedRevision({ fileId, size, signedBytes, who, onClose }: Props) {
  const [then, setThen] = useState<PDFDocumentProxy>();
  const [now, setNow] = useState<PDFDocumentProxy>();
  const found = useDifferences(then, now);
  const [at, setAt] = useState<{ readonly page: number; readonly turn: number }>();
  const marks = (page: number) =>
    found.pages
      .get(page)
      ?.map(({ x, y, width, height }) => (
        <i
          key={`${x} ${y}`}
          className="pdf-spot"
          style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }}
        />
      ));
  const side = { zoom: 1, overlay: marks, ...(at ? { goTo: at } : {}) };
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('verdict.signed.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: 'revision-modal', body: 'revision-body' }}
    >
      <div className="revision-lead">
        <span className="dim">{t('verdict.signed.lead')}</span>
        <div role="status">
          <Found {...found} onPage={(page) => setAt({ page, turn: (at?.turn ?? 0) + 1 })} />
        </div>
      </div>
      <div className="revision">
        <section className="revision-side sheet" aria-label={t('verdict.signed.then', { who })}>
          <h3>{t('verdict.signed.then', { who })}</h3>
          <PdfPages fileId={fileId} size={signedBytes} onPdf={setThen} {...side} />
        </section>
        <section className="revision-side sheet" aria-label={t('verdict.signed.now')}>
          <h3>{t('verdict.signed.now')}</h3>
          <PdfPages fileId={fileId} size={size} onPdf={setNow} {...side} />
        </section>
      </div>
    </Modal>
  );
}

interface Differences {
  /** Pages that differ, and where. */
  readonly pages: ReadonlyMap<number, readonly Difference[]>;
  readonly compared: number;
  readonly all: number;
  readonly failed?: true;
}
function Found({ pages, compared, all, failed, onPage }: Differences & { readonly onPage: (page: number) => void }) {
  const limit = Math.min(all, MOST);
  if (failed) return <b>{t('verdict.differ.failed')}</b>;
  if (all === 0 || (compared < limit && pages.size === 0)) return <span className="dim">{t('verdict.differ.working')}</span>;
  return (
    <>
      {pages.size === 0 ? (
        t('verdict.differ.none')
      ) : (
        <>
          <b>{t('verdict.differ.found')}</b>{' '}
          {[...pages.keys()].map((page) => (
            <button key={page} type="button" className="link" onClick={() => onPage(page)}>
              {t('verdict.place.page', { page })}
            </button>
          ))}
        </>
      )}
      {compared === limit && all > limit ? ` ${t('verdict.differ.rest', { count: limit })}` : null}
    </>
  );
}

const NOTHING: Differences = { pages: new Map(), compared: 0, all: 0 };
/** Page after page, each told as soon as it is known. */
function useDifferences(then: PDFDocumentProxy | undefined, now: PDFDocumentProxy | undefined): Differences {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    setFound(NOTHING);
    if (!then || !now) return;
    let here = true;
    const all = Math.max(then.numPages, now.numPages);
    void (async () => {
      for (let page = 1; here && page <= Math.min(all, MOST); page++) {
        const boxes = differences(await drawn(then, page), await drawn(now, page));
        if (!here) return;
        setFound(({ pages }) => ({ all, compared: page, pages: boxes.length === 0 ? pages : new Map([...pages, [page, boxes]]) }));
      }
    })().catch(() => here && setFound((known) => ({ ...known, all, failed: true })));
    return () => {
      here = false;
    };
  }, [then, now]);
  return found;
}
/** A page as it is shown, small; undefined where the document has no such page. */
async function drawn(pdf: PDFDocumentProxy, page: number): Promise<Pixels | undefined> {
  if (page > pdf.numPages) return undefined;
  const proxy = await pdf.getPage(page);
  const viewport = proxy.getViewport({ scale: WIDTH / proxy.getViewport({ scale: 1 }).width });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.min(Math.floor(viewport.height), WIDTH * 4);
  await proxy.render({ canvas, viewport }).promise;
  return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
}
