// biome-ignore-all lint/a11y/noNoninteractiveTabindex: boxes are drawn on a page by mouse and by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: a picture one draws on is no fieldset
/** The pages of a petition with boxes drawn over what names a person; sent as pictures, so that nothing lies beneath. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { useUnsaved } from '../parts/dirty.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { openPdf } from '../viewer/pdf.ts';
import { type Box, keyed, NEW_BOX } from './boxes.ts';

interface Drawn extends Box {
  readonly page: number;
}
interface Page {
  readonly picture: Blob;
  readonly url: string;
  /** Height of a page of width 1. */
  readonly shape: number;
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
const pictureOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture of the page')) : resolve(blob)), 'image/jpeg', 0.85),
  );

export function Redact({ petitionId, files, onClose, onDone }: Props) {
  const [pages, setPages] = useState<readonly Page[]>();
  /** Pages drawn or sent so far, of how many. */
  const [at, setAt] = useState<readonly [number, number]>();
  /** In the order they were drawn. */
  const [boxes, setBoxes] = useState<readonly Drawn[]>([]);
  const [chosen, setChosen] = useState(-1);
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    const opened = files.map((file) => openPdf(file.fileId, file.size));
    const urls: string[] = [];
    let gone = false;
    void run(async () => {
      const pdfs = await Promise.all(opened.map((one) => one.document));
      const count = pdfs.reduce((sum, pdf) => sum + pdf.numPages, 0);
      // A copy that silently ends before its last page would be handed on as the whole one.
      if (count > MOST_PAGES) throw new Failure('petitions.too_many_pages', { pages: count, most: MOST_PAGES });
      const drawn: Page[] = [];
      for (const pdf of pdfs)
        for (let n = 1; n <= pdf.numPages && !gone; n++) {
          setAt([drawn.length + 1, count]);
          const page = await pdf.getPage(n);
          const viewport = page.getViewport({ scale: SCALE });
          const canvas = document.createElement('canvas');
          canvas.width = Math.ceil(viewport.width);
          canvas.height = Math.ceil(viewport.height);
          await page.render({ canvas, viewport }).promise;
          const picture = await pictureOf(canvas);
          const url = URL.createObjectURL(picture);
          urls.push(url);
          drawn.push({ picture, url, shape: canvas.height / canvas.width });
        }
      if (gone) return;
      setPages(drawn);
      setAt(undefined);
    });
    return () => {
      gone = true;
      for (const one of opened) one.close();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [files, run]);
  const any = boxes.length > 0;
  useUnsaved(any);
  const close = (): void => {
    if (act.busy && pages !== undefined) return;
    if (any && !asking) setAsking(true);
    else onClose();
  };
  const make = async (): Promise<void> => {
    setAsking(false);
    const made = await run(async () => {
      const sent = [];
      for (const [i, { picture }] of (pages ?? []).entries()) {
        setAt([i + 1, pages?.length ?? 0]);
        const { uploadId } = await uploadFile(new File([picture], `trang-${i + 1}.jpg`), () => undefined);
        const mine = boxes.filter((box) => box.page === i).map(({ x, y, width, height }) => ({ x, y, width, height }));
        sent.push({ uploadId, boxes: mine });
      }
      return api['petitions.redact']({ id: petitionId, pages: sent });
    });
    setAt(undefined);
    if (made) onDone();
  };
  const put = (box: Drawn, in_ = boxes.length): void => {
    setBoxes(boxes.toSpliced(in_, in_ < boxes.length ? 1 : 0, box));
    setChosen(in_);
  };
  const remove = (which: number): void => {
    setBoxes(boxes.toSpliced(which, 1));
    setChosen(-1);
  };
  return (
    <Modal
      opened
      size={860}
      onClose={close}
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
          <Waiting text={at === undefined ? t('viewer.loading') : t('pt.redact.page', { page: at[0], pages: at[1] })} />
        )
      ) : (
        <div className="redact-scroll">
          {pages.map((page, i) => (
            <div key={page.url} className="redact-sheet">
              <Text size="sm" c="dimmed">
                {t('pt.redact.page', { page: i + 1, pages: pages.length })}
              </Text>
              <RedactPage
                page={page}
                label={t('pt.redact.keys', { page: i + 1 })}
                boxes={boxes.flatMap((box, n) => (box.page === i ? [{ ...box, n }] : []))}
                chosen={chosen}
                onChoose={setChosen}
                onBox={(box, which) => put({ ...box, page: i }, which)}
                onRemove={remove}
              />
            </div>
          ))}
        </div>
      )}
      {asking ? (
        <Text role="alert" c="var(--warn-ink)" fw={600} mt="sm">
          {t('dirty.text')}
        </Text>
      ) : null}
      <Group justify="flex-end" className="dialog-foot" mt="sm">
        {at !== undefined && pages !== undefined ? (
          <Text role="status" c="dimmed" mr="auto">
            {t('pt.redact.sending', { page: at[0], pages: at[1] })}
          </Text>
        ) : null}
        <Button variant="default" disabled={act.busy && pages !== undefined} onClick={close}>
          {asking ? t('dirty.leave') : t('common.cancel')}
        </Button>
        <Button variant="default" disabled={!any || act.busy} onClick={() => remove(chosen < 0 ? boxes.length - 1 : chosen)}>
          {t(chosen < 0 ? 'pt.redact.undo' : 'pt.redact.remove')}
        </Button>
        <Button disabled={!any} loading={act.busy && pages !== undefined} onClick={() => void make()}>
          {t('pt.redact.do')}
        </Button>
      </Group>
    </Modal>
  );
}

interface PageProps {
  readonly page: Page;
  readonly label: string;
  readonly boxes: readonly (Box & { readonly n: number })[];
  readonly chosen: number;
  readonly onChoose: (n: number) => void;
  /** A new box, or another place or size for the one with this number. */
  readonly onBox: (box: Box, which?: number) => void;
  readonly onRemove: (n: number) => void;
}
function RedactPage({ page, label, boxes, chosen, onChoose, onBox, onRemove }: PageProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<{ x: number; y: number }>();
  const [to, setTo] = useState<{ x: number; y: number }>();
  const at = (event: PointerEvent): { x: number; y: number } => {
    const place = holder.current?.getBoundingClientRect() ?? new DOMRect();
    const share = (v: number, start: number, length: number): number => Math.min(1, Math.max(0, (v - start) / length));
    return { x: share(event.clientX, place.left, place.width), y: share(event.clientY, place.top, place.height) };
  };
  const box: Box | undefined =
    from && to
      ? { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }
      : undefined;
  const mine = boxes.find(({ n }) => n === chosen);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moved = mine && keyed(mine, event.key, event.shiftKey);
    if (moved) onBox(moved, chosen);
    else if (event.key === 'Enter') onBox(NEW_BOX);
    else if (event.key === 'Delete' && mine) onRemove(chosen);
    else return;
    event.preventDefault();
  };
  const up = (): void => {
    if (box && box.width > 0.005 && box.height > 0.003) onBox(box);
    else if (from) {
      // A click on a box takes it in hand.
      const hit = boxes.findLast(
        (one) => from.x >= one.x && from.x <= one.x + one.width && from.y >= one.y && from.y <= one.y + one.height,
      );
      onChoose(hit?.n ?? -1);
    }
    setFrom(undefined);
    setTo(undefined);
  };
  return (
    <div
      ref={holder}
      className="redact-page"
      role="group"
      aria-label={label}
      tabIndex={0}
      style={{ width: SHOWN_WIDTH, height: SHOWN_WIDTH * page.shape }}
      data-testid="redact-page"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(at(event));
        setTo(at(event));
      }}
      onPointerMove={(event) => (from ? setTo(at(event)) : undefined)}
      onPointerUp={up}
    >
      <img src={page.url} alt="" draggable={false} />
      {[...boxes, ...(box ? [{ ...box, n: -1 }] : [])].map((one) => (
        <div
          key={one.n}
          className={one.n === chosen && one.n >= 0 ? 'redact-box redact-box-chosen' : 'redact-box'}
          style={{ left: `${one.x * 100}%`, top: `${one.y * 100}%`, width: `${one.width * 100}%`, height: `${one.height * 100}%` }}
        />
      ))}
    </div>
  );
}
