/** A place of a PDF's page, as the viewer draws it. */
import { useEffect, useRef } from 'react';
import type { ProposalRow } from '../../contract/page/reading.ts';
import { t } from '../text/index.ts';
import { openPdf } from '../viewer/pdf.ts';
import './reading.css';

const ROOM = 0.004;
const SHOWN_WIDTH = 700;
/** The place as the page shows it, drawn by the viewer's own hand. */
export function PdfCut({ row, fileId, size }: { readonly row: ProposalRow; readonly fileId: string; readonly size: number }) {
  const holder = useRef<HTMLSpanElement>(null);
  const { place, page } = row;
  useEffect(() => {
    const opened = openPdf(fileId, size);
    let here = true;
    const canvas = document.createElement('canvas');
    void (async () => {
      const proxy = await (await opened.document).getPage(page);
      const natural = proxy.getViewport({ scale: 1 });
      const scale = (SHOWN_WIDTH / natural.width) * window.devicePixelRatio;
      const [w, h] = [natural.width * scale, natural.height * scale];
      const [x, y] = [Math.max(0, place.x - ROOM) * w, Math.max(0, place.y - ROOM) * h];
      canvas.width = Math.ceil((place.w + 2 * ROOM) * w);
      canvas.height = Math.ceil((place.h + 2 * ROOM) * h);
      canvas.style.width = `min(100%, ${canvas.width / window.devicePixelRatio}px)`;
      await proxy.render({ canvas, viewport: proxy.getViewport({ scale, offsetX: -x, offsetY: -y }) }).promise;
      if (here) holder.current?.replaceChildren(canvas);
    })().catch((thrown: unknown) => {
      // The value can still be looked at in the viewer beside it.
      if (here) console.warn(thrown);
    });
    return () => {
      here = false;
      opened.close();
    };
  }, [fileId, size, page, place]);
  return <span className="cut-pdf" ref={holder} role="img" aria-label={t('reading.place', { page })} />;
}
