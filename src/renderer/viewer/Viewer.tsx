import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { FileRow } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { sizeText } from '../format.ts';
import { DoneNote, EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { type Finding, useFinding } from './find.ts';
import { Leave } from './Leave.tsx';
import { PdfPage, PdfPages } from './PdfPages.tsx';
import { showPlace, useShownPlace } from './place.ts';
import { printPdf } from './print.ts';
import './viewer.css';

const ZOOMS = [0.6, 0.8, 1, 1.25, 1.5, 2, 3];
type Shown = Pick<FileRow, 'id' | 'name' | 'size' | 'detected' | 'beside'>;

/** The files of a document, a tab each; PDF pages are drawn here, anything else is opened in its own program or saved outside. */
export function Viewer({ files }: { readonly files: readonly Shown[] }) {
  const [chosen, setChosen] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const file = files.find((f) => f.id === chosen) ?? files[0];
  if (file === undefined) return <EmptyNote title={t('viewer.empty')} />;
  const isPdf = file.detected.includes('pdf');
  return (
    <div className="viewer sheet">
      <div className="viewer-bar">
        <div className="tabs" role="tablist" aria-label={t('field.files')}>
          {files.map((f) => (
            <button
              type="button"
              key={f.id}
              role="tab"
              className="tab viewer-tab"
              aria-selected={f.id === file.id}
              aria-label={t('viewer.file', { name: f.name })}
              title={[f.name, sizeText(f.size), f.beside ? t('viewer.beside') : ''].filter(Boolean).join(' · ')}
              onClick={() => setChosen(f.id)}
            >
              {f.beside ? '＋ ' : ''}
              {f.name}
            </button>
          ))}
        </div>
        {file.beside ? <span className="dim">{t('viewer.beside')}</span> : null}
        <div className="viewer-tools">
          <Leave key={file.id} file={file} onDone={setSaved} />
        </div>
      </div>
      <DoneNote text={saved} onClose={() => setSaved(undefined)} />
      {isPdf ? <PdfView key={file.id} file={file} main={file === files[0]} /> : <EmptyNote title={t('viewer.notPdf')} />}
    </div>
  );
}

/** One PDF with its tools: size, turn, page, words, paper. */
function PdfView({ file, main }: { readonly file: Shown; readonly main: boolean }) {
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [page, setPage] = useState(1);
  const [goTo, setGoTo] = useState<{ readonly page: number; readonly turn: number }>();
  const [finding, setFinding] = useState(false);
  const [words, setWords] = useState('');
  const [thumbs, setThumbs] = useState(false);
  const found = useFinding(pdf, finding ? words : '');
  const { place } = useShownPlace();
  const pages = pdf?.numPages ?? 0;
  const step = (by: 1 | -1): void => setZoom((now) => ZOOMS[ZOOMS.indexOf(now) + by] ?? now);
  const jump = useCallback((to: number): void => setGoTo({ page: to, turn: performance.now() }), []);
  // A mark belongs to the file it was made for.
  useEffect(() => () => showPlace(undefined), []);
  useFindKey(() => setFinding(true));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey && event.key === 'Home') jump(1);
    else if (event.ctrlKey && event.key === 'End') jump(pages);
    else if (event.ctrlKey || event.altKey || event.metaKey) return;
    else if (event.key === '+' || event.key === '=') step(1);
    else if (event.key === '-') step(-1);
    else if (event.key === '0') setZoom(1);
    else if (event.key === 'r' || event.key === 'R') setTurn((turn + 1) % 4);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="viewer-bar" title={t('view.keys')}>
        <div className="viewer-tools">
          <Button variant="default" size="compact-md" aria-label={t('viewer.zoomOut')} onClick={() => step(-1)}>
            −
          </Button>
          <Button variant="default" size="compact-md" aria-label={t('viewer.fit')} title={t('viewer.fit')} onClick={() => setZoom(1)}>
            {Math.round(zoom * 100)}%
          </Button>
          <Button variant="default" size="compact-md" aria-label={t('viewer.zoomIn')} onClick={() => step(1)}>
            +
          </Button>
          <Tool name="turn" text={t('view.rotate')} onClick={() => setTurn((turn + 1) % 4)} />
          {pages > 1 ? <PageField page={page} pages={pages} onPage={jump} /> : null}
          {pages > 3 ? <Tool name="pages" text={t('view.thumbs')} pressed={thumbs} onClick={() => setThumbs(!thumbs)} /> : null}
          <Tool name="search" text={t('view.findHint')} pressed={finding} onClick={() => setFinding(!finding)} />
          {pdf ? <PrintButton fileId={file.id} pdf={pdf} /> : null}
        </div>
      </div>
      {finding ? (
        <FindBar
          words={words}
          found={found}
          onWords={setWords}
          onClose={() => {
            setFinding(false);
            setWords('');
          }}
        />
      ) : null}
      <div className="viewer-body">
        {thumbs && pdf ? <Thumbs pdf={pdf} page={page} turn={turn} onPage={jump} /> : null}
        <PdfPages
          fileId={file.id}
          size={file.size}
          zoom={zoom}
          turn={turn}
          words
          matches={found.matches}
          current={found.current}
          place={main ? place : undefined}
          goTo={goTo}
          onPdf={setPdf}
          onPage={setPage}
          onKeyDown={onKeyDown}
        />
      </div>
    </>
  );
}

interface ToolProps {
  readonly name: 'turn' | 'pages' | 'search' | 'print';
  readonly text: string;
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly onClick: () => void;
}
function Tool({ name, text, pressed, busy, onClick }: ToolProps) {
  return (
    <ActionIcon
      variant={pressed ? 'filled' : 'default'}
      size={32}
      aria-label={text}
      title={text}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      loading={busy === true}
      onClick={onClick}
    >
      <Icon name={name} size={18} />
    </ActionIcon>
  );
}

function PageField({ page, pages, onPage }: { readonly page: number; readonly pages: number; readonly onPage: (page: number) => void }) {
  const [typed, setTyped] = useState<string | number>();
  const go = (): void => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= pages) onPage(wanted);
    setTyped(undefined);
  };
  return (
    <span className="desk-line" style={{ alignItems: 'center' }}>
      <NumberInput
        className="viewer-page"
        size="xs"
        hideControls
        allowDecimal={false}
        min={1}
        max={pages}
        aria-label={t('view.page')}
        value={typed ?? page}
        onChange={setTyped}
        onBlur={go}
        onKeyDown={(e) => {
          if (e.key === 'Enter') go();
        }}
      />
      <span className="dim figure">{t('view.pageOf', { pages })}</span>
    </span>
  );
}

function PrintButton({ fileId, pdf }: { readonly fileId: string; readonly pdf: PDFDocumentProxy }) {
  const act = useAct();
  const [done, setDone] = useState('');
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const print = (): void =>
    void act.run(async () => {
      // Written down before it leaves for the paper.
      await api['files.printed']({ fileId });
      await printPdf(
        pdf,
        (now, all) => setDone(`${now}/${all}`),
        () => gone.current,
      );
      setDone('');
    });
  return (
    <>
      <Tool name="print" text={t('view.print')} busy={act.busy} onClick={print} />
      {done ? (
        <span className="dim figure" role="status">
          {done}
        </span>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}

/** Ctrl+F wherever the viewer is in sight, but not from behind a dialogue. */
function useFindKey(open: () => void): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'f' || event.isComposing) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
}

interface FindProps {
  readonly words: string;
  readonly found: Finding;
  readonly onWords: (words: string) => void;
  readonly onClose: () => void;
}
function FindBar({ words, found, onWords, onClose }: FindProps) {
  const state = found.noText
    ? t('view.findNoText')
    : words.trim() === '' || found.busy
      ? ''
      : found.matches.length === 0
        ? t('view.findNone')
        : t('view.findCount', { at: found.at + 1, count: found.matches.length });
  return (
    <search className="viewer-find">
      <TextInput
        aria-label={t('view.find')}
        placeholder={t('view.find')}
        size="sm"
        maxLength={200}
        value={words}
        onChange={(e) => onWords(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === 'Enter') found.step(e.shiftKey ? -1 : 1);
          else if (e.key === 'Escape') onClose();
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
        autoFocus
      />
      <span className="dim figure" role="status">
        {state}
      </span>
      <Button variant="default" size="compact-md" disabled={found.matches.length < 2} onClick={() => found.step(-1)}>
        {t('view.findBefore')}
      </Button>
      <Button variant="default" size="compact-md" disabled={found.matches.length < 2} onClick={() => found.step(1)}>
        {t('view.findNext')}
      </Button>
      <Button variant="subtle" size="compact-md" aria-label={t('view.findClose')} onClick={onClose}>
        ×
      </Button>
    </search>
  );
}

interface ThumbsProps {
  readonly pdf: PDFDocumentProxy;
  readonly page: number;
  readonly turn: number;
  readonly onPage: (page: number) => void;
}
function Thumbs({ pdf, page, turn, onPage }: ThumbsProps) {
  return (
    <nav className="viewer-thumbs pdf-thumbs" aria-label={t('view.thumbs')}>
      {Array.from({ length: pdf.numPages }, (_, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: pages of one document never change places
          key={i}
          type="button"
          className="viewer-thumb"
          aria-label={t('view.thumb', { page: i + 1 })}
          aria-current={page === i + 1 ? 'page' : undefined}
          onClick={() => onPage(i + 1)}
        >
          <PdfPage pdf={pdf} page={i + 1} width={92} turn={turn} />
          {i + 1}
        </button>
      ))}
    </nav>
  );
}
