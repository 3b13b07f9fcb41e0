/** The pages of a petition with boxes drawn over what names a person; sent as pictures, so that nothing lies beneath. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { openPdf } from '../viewer/pdf.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Page {
  readonly canvas: HTMLCanvasElement;
}
/** A page's picture: 150 dpi, enough to be read on paper. */
const SCALE = 150 / 72;
const SHOWN_WIDTH = 720;
const MOST_PAGES = 100;

interface Props {
  readonly petitionId: string;
  /** All that came, in order. */
  readonly files: readonly { readonly fileId: string; readonly size: number }[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
export function Redact({ petitionId, files, onClose, onDone }: Props) {
  const [pages, setPages] = useState<readonly Page[]>();
  const [boxes, setBoxes] = useState<readonly (readonly Box[])[]>([]);
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    const opened = files.map((file) => openPdf(file.fileId, file.size));
    void run(async () => {
      const pdfs = await Promise.all(opened.map((one) => one.document));
      const count = pdfs.reduce((sum, pdf) => sum + pdf.numPages, 0);
      // A copy that silently ends before its last page would be handed on as the whole one.
      if (count > MOST_PAGES) throw new Failure('petitions.too_many_pages', { pages: count, most: MOST_PAGES });
      const drawn: Page[] = [];
      for (const pdf of pdfs)
        for (let n = 1; n <= pdf.numPages; n++) {
          const page = await pdf.getPage(n);
          const viewport = page.getViewport({ scale: SCALE });
          const canvas = document.createElement('canvas');
          canvas.width = Math.ceil(viewport.width);
          canvas.height = Math.ceil(viewport.height);
          await page.render({ canvas, viewport }).promise;
          drawn.push({ canvas });
        }
      setBoxes(drawn.map(() => []));
      setPages(drawn);
    });
    return () => {
      for (const one of opened) one.close();
    };
  }, [files, run]);
  const any = boxes.some((list) => list.length > 0);
  const make = async (): Promise<void> => {
    const made = await run(async () => {
      const sent = [];
      for (const [i, page] of (pages ?? []).entries()) {
        const blob = await new Promise<Blob | null>((resolve) => page.canvas.toBlob(resolve, 'image/jpeg', 0.85));
        if (blob === null) throw new Error('no picture of the page');
        const { uploadId } = await uploadFile(new File([blob], `trang-${i + 1}.jpg`), () => undefined);
        sent.push({ uploadId, boxes: [...(boxes[i] ?? [])] });
      }
      return api['petitions.redact']({ id: petitionId, pages: sent });
    });
    if (made) onDone();
  };
  const undo = (): void => {
    const last = boxes.findLastIndex((list) => list.length > 0);
    setBoxes(boxes.map((list, i) => (i === last ? list.slice(0, -1) : list)));
  };
  return (
    <Modal
      opened
      size={860}
      onClose={onClose}
      title={t('pt.redact.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text c="dimmed" mb="sm">
        {t('pt.redact.lead')}
      </Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      {pages === undefined ? (
        act.error ? null : (
          <Waiting text={t('viewer.loading')} />
        )
      ) : (
        <div className="redact-scroll">
          {pages.map((page, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pages keep their places
            <div key={i}>
              <Text size="sm" c="dimmed">
                {t('pt.redact.page', { page: i + 1, pages: pages.length })}
              </Text>
              <RedactPage
                page={page}
                boxes={boxes[i] ?? []}
                onBox={(box) => setBoxes(boxes.map((list, at) => (at === i ? [...list, box] : list)))}
              />
            </div>
          ))}
        </div>
      )}
      <Group justify="flex-end" mt="sm">
        <Button variant="default" disabled={!any} onClick={undo}>
          {t('pt.redact.undo')}
        </Button>
        <Button disabled={!any} loading={act.busy} onClick={() => void make()}>
          {t('pt.redact.do')}
        </Button>
      </Group>
    </Modal>
  );
}

function RedactPage({ page, boxes, onBox }: { readonly page: Page; readonly boxes: readonly Box[]; readonly onBox: (box: Box) => void }) {
  const holder = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<{ x: number; y: number }>();
  const [to, setTo] = useState<{ x: number; y: number }>();
  const height = (SHOWN_WIDTH * page.canvas.height) / page.canvas.width;
  useEffect(() => {
    page.canvas.style.width = `${SHOWN_WIDTH}px`;
    page.canvas.style.height = `${height}px`;
    holder.current?.prepend(page.canvas);
  }, [page, height]);
  const at = (event: PointerEvent): { x: number; y: number } => {
    const place = holder.current?.getBoundingClientRect() ?? new DOMRect();
    const share = (v: number, start: number, length: number): number => Math.min(1, Math.max(0, (v - start) / length));
    return { x: share(event.clientX, place.left, place.width), y: share(event.clientY, place.top, place.height) };
  };
  const box: Box | undefined =
    from && to
      ? { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }
      : undefined;
  return (
    <div
      ref={holder}
      className="redact-page"
      style={{ width: SHOWN_WIDTH, height }}
      data-testid="redact-page"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(at(event));
        setTo(at(event));
      }}
      onPointerMove={(event) => (from ? setTo(at(event)) : undefined)}
      onPointerUp={() => {
        if (box && box.width > 0.005 && box.height > 0.003) onBox(box);
        setFrom(undefined);
        setTo(undefined);
      }}
    >
      {[...boxes, ...(box ? [box] : [])].map((one, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes are only added at the end
          key={i}
          className="redact-box"
          style={{ left: `${one.x * 100}%`, top: `${one.y * 100}%`, width: `${one.width * 100}%`, height: `${one.height * 100}%` }}
        />
      ))}
    </div>
  );
}
