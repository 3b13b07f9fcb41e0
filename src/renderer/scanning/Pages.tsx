/** The pages of one paper: a strip to choose from, the chosen page large, and what can be done to them, each by one key. */
import { Alert, Button, Group, Text, Tooltip } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ScanEditInput, ScanGroup, ScanPageRow, ScanTray } from '../../contract/page/scanning.ts';
import { api } from '../core.ts';
import { AsPetition } from '../papers/FromTray.tsx';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { SecrecyQuestion } from '../parts/SecrecyQuestion.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { PlaceMark } from '../reading/PlaceMark.tsx';
import { usePointed } from '../reading/place.ts';
import { say } from '../shell/view.ts';
import { type TextKey, t } from '../text/index.ts';
import { PdfPages } from '../viewer/later.tsx';
import { Cropper } from './Cropper.tsx';
import { hintsOf } from './hints.ts';
import { usePicture } from './pictures.ts';

const TOPICS = ['scanning'] as const;

export function Pages({ tray, group }: { readonly tray: ScanTray; readonly group: ScanGroup | undefined }) {
  if (!group) return <EmptyNote title={t('scan.pages.none')} />;
  return group.whole ? <WholePdf key={group.id} group={group} /> : <PageDesk key={group.id} tray={tray} group={group} />;
}

/** A PDF that is no plain scan: shown, and used as it is. */
function WholePdf({ group }: { readonly group: ScanGroup }) {
  const load = useCallback(() => api['scanning.readWhole']({ groupId: group.id, offset: 0, length: 1 }), [group.id]);
  const { value } = useLoaded(load, []);
  return (
    <div className="scan-pages">
      <Text size="sm" c="dimmed">
        {t('scan.whole')}
      </Text>
      <Group gap="xs">
        <AsPetition groupId={group.id} pages={group.pages} />
        <Drop groupId={group.id} />
      </Group>
      {value ? <PdfPages fileId={`scan:${group.id}`} size={value.size} zoom={1} /> : null}
    </div>
  );
}

function PageDesk({ tray, group }: { readonly tray: ScanTray; readonly group: ScanGroup }) {
  const load = useCallback(() => api['scanning.pages']({ groupId: group.id }), [group.id]);
  const { value, error } = useLoaded(load, TOPICS);
  const act = useAct();
  const [at, setAt] = useState<string>();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [cropping, setCropping] = useState(false);
  const strip = useRef<HTMLUListElement>(null);
  const pages = value?.pages ?? [];
  // A proposal that is looked at brings its page into sight.
  const pointed = usePointed((state) => state.at?.pageId);
  useEffect(() => {
    if (pointed !== undefined) setAt(pointed);
  }, [pointed]);
  const shown = pages.find((p) => p.id === at) ?? pages.find((p) => !p.removed) ?? pages[0];
  const chosen = marked.length > 0 ? marked : shown ? [shown.id] : [];
  const edit = (input: ScanEditInput): Promise<unknown> => act.run(() => api['scanning.edit'](input));
  const undo = (): Promise<unknown> =>
    act.run(async () => {
      const { kind } = await api['scanning.undo']({});
      if (kind !== undefined) say(t('scan.undone', { act: t(`scan.act.${kind}` as TextKey) }));
    });
  const moveTo = (id: string | undefined): void => {
    if (id === undefined) return;
    setAt(id);
    strip.current?.querySelector<HTMLElement>(`[data-page="${id}"]`)?.focus();
  };
  const shift = (by: -1 | 1): void => {
    if (!shown) return;
    const ids = pages.map((p) => p.id);
    const n = ids.indexOf(shown.id);
    const before = by === -1 ? ids[n - 1] : ids[n + 2];
    if (by === -1 && n === 0) return;
    if (by === 1 && n === ids.length - 1) return;
    void edit({ kind: 'move', pageIds: [shown.id], ...(before === undefined ? {} : { before }) });
  };
  const acts: Readonly<Record<string, () => void>> = {
    r: () => void edit({ kind: 'turn', pageIds: [...chosen], degrees: 90 }),
    l: () => void edit({ kind: 'turn', pageIds: [...chosen], degrees: 270 }),
    t: () => void edit({ kind: 'straighten', pageIds: [...chosen], degrees: 'measured' }),
    c: () => setCropping(true),
    s: () => shown && void edit({ kind: 'split', pageIds: [shown.id], remove: [] }),
    delete: () => void edit({ kind: shown?.removed ? 'restore' : 'remove', pageIds: [...chosen] }),
  };
  const onKey = (event: KeyboardEvent): void => {
    const n = shown ? pages.indexOf(shown) : -1;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== 'z') return;
      event.preventDefault();
      void undo();
      return;
    }
    if (event.altKey && (key === 'arrowup' || key === 'arrowdown')) shift(key === 'arrowup' ? -1 : 1);
    else if (key === 'arrowdown' || key === 'arrowright') moveTo(pages[n + 1]?.id);
    else if (key === 'arrowup' || key === 'arrowleft') moveTo(pages[n - 1]?.id);
    else if (key === 'home') moveTo(pages[0]?.id);
    else if (key === 'end') moveTo(pages.at(-1)?.id);
    else if (key === ' ' && shown) setMarked((now) => (now.includes(shown.id) ? now.filter((id) => id !== shown.id) : [...now, shown.id]));
    else if (acts[key]) acts[key]?.();
    else return;
    event.preventDefault();
  };
  const others = tray.groups.filter((g) => !g.whole);
  const nextGroup = others[others.findIndex((g) => g.id === group.id) + 1];
  return (
    <div className="scan-pages">
      <div className="scan-tools" role="toolbar" aria-label={t('scan.tools')}>
        <Tool label="scan.turnLeft" keys="L" onClick={acts.l} />
        <Tool label="scan.turnRight" keys="R" onClick={acts.r} />
        <Tool label="scan.straighten" keys="T" onClick={acts.t} />
        <Tool label="scan.crop" keys="C" onClick={acts.c} />
        <Tool label={shown?.removed ? 'scan.restore' : 'scan.remove'} keys="Delete" onClick={acts.delete} />
        <Tool label="scan.up" keys="Alt ↑" onClick={() => shift(-1)} />
        <Tool label="scan.down" keys="Alt ↓" onClick={() => shift(1)} />
        <Tool label="scan.split" keys="S" onClick={acts.s} disabled={!shown || pages[0]?.id === shown.id} />
        <Tool
          label="scan.merge"
          onClick={() => nextGroup && void edit({ kind: 'merge', groupIds: [group.id, nextGroup.id] })}
          disabled={!nextGroup}
        />
        <Tool label="scan.undo" keys="Ctrl Z" onClick={() => void undo()} disabled={tray.undo === undefined} />
        <AsPetition groupId={group.id} pages={group.pages} />
        <Drop groupId={group.id} />
      </div>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {group.secrecyAsked.length > 0 ? (
        <SecrecyQuestion kind="scan" id={group.id} asked={group.secrecyAsked} onAnswered={() => undefined} />
      ) : null}
      {value ? <Hints hints={hintsOf(value)} onDo={(input) => void edit(input)} /> : null}
      <div className="scan-look">
        <ul className="scan-strip" ref={strip} onKeyDown={onKey} aria-label={t('scan.strip', { count: pages.length })}>
          {pages.map((page, n) => (
            <Thumb
              key={page.id}
              page={page}
              number={n + 1}
              current={page.id === shown?.id}
              marked={marked.includes(page.id)}
              onClick={(many) => {
                setAt(page.id);
                setMarked((now) => (many ? (now.includes(page.id) ? now.filter((id) => id !== page.id) : [...now, page.id]) : []));
              }}
              onDropped={(dragged) => dragged !== page.id && void edit({ kind: 'move', pageIds: [dragged], before: page.id })}
            />
          ))}
        </ul>
        {shown ? (
          <Large
            page={shown}
            number={pages.indexOf(shown) + 1}
            cropping={cropping}
            onCrop={(crop) => {
              setCropping(false);
              if (crop !== undefined) void edit({ kind: 'crop', pageIds: [shown.id], crop });
            }}
          />
        ) : null}
      </div>
    </div>
  );
}

function Tool({
  label,
  keys,
  onClick,
  disabled,
}: {
  label: TextKey;
  keys?: string;
  onClick: (() => void) | undefined;
  disabled?: boolean;
}) {
  return (
    <Tooltip label={keys ? `${t(label)} (${keys})` : t(label)} openDelay={400}>
      <Button
        size="compact-sm"
        variant="default"
        onClick={onClick}
        disabled={disabled ?? false}
        {...(keys ? { 'aria-keyshortcuts': keys.replace(' ', '+').replace('↑', 'ArrowUp').replace('↓', 'ArrowDown') } : {})}
      >
        {t(label)}
      </Button>
    </Tooltip>
  );
}

/** Out of the tray; it can be brought back with undo. */
function Drop({ groupId }: { readonly groupId: string }) {
  const act = useAct();
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        loading={act.busy}
        onClick={() =>
          void act.run(async () => {
            await api['scanning.edit']({ kind: 'drop', groupIds: [groupId] });
            say(t('scan.dropped'));
          })
        }
      >
        {t('scan.dropGroup')}
      </Button>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}

function Hints({ hints, onDo }: { readonly hints: ReturnType<typeof hintsOf>; readonly onDo: (input: ScanEditInput) => void }) {
  if (hints.length === 0) return null;
  return (
    <Alert color="yellow" p="xs" className="scan-hints" role="status">
      {hints.map((hint) => (
        <Group key={hint.text} gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm">{hint.text}</Text>
          {hint.act ? (
            <Button size="compact-xs" variant="default" onClick={() => hint.act && onDo(hint.act.input)}>
              {hint.act.label}
            </Button>
          ) : null}
        </Group>
      ))}
    </Alert>
  );
}

interface ThumbProps {
  readonly page: ScanPageRow;
  readonly number: number;
  readonly current: boolean;
  readonly marked: boolean;
  readonly onClick: (many: boolean) => void;
  readonly onDropped: (pageId: string) => void;
}
function Thumb({ page, number, current, marked, onClick, onDropped }: ThumbProps) {
  const [seen, setSeen] = useState(false);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true), { rootMargin: '300px' });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const { url } = usePicture(page.id, page.version, 180, seen);
  const state = [
    ...(page.removed ? [t('scan.page.removed')] : []),
    ...(page.blank ? [t('scan.page.blank')] : []),
    ...(page.problem ? [t('scan.page.problem')] : []),
  ];
  return (
    <li ref={place} className={page.startsPaper ? 'scan-starts' : ''}>
      <button
        type="button"
        data-page={page.id}
        tabIndex={current ? 0 : -1}
        className={`scan-thumb ${current ? 'scan-thumb-current' : ''} ${marked ? 'scan-thumb-marked' : ''} ${page.removed ? 'scan-thumb-removed' : ''}`}
        aria-current={current}
        aria-pressed={marked}
        aria-label={[t('scan.page', { number }), ...state].join(', ')}
        draggable
        onDragStart={(e) => e.dataTransfer.setData('text/x-scan-page', page.id)}
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          e.preventDefault();
          const dragged = e.dataTransfer.getData('text/x-scan-page');
          if (dragged) onDropped(dragged);
        }}
        onClick={(e) => onClick(e.ctrlKey || e.metaKey)}
      >
        <span className="scan-thumb-picture" style={{ aspectRatio: `${page.width} / ${page.height}` }}>
          {url ? <img src={url} alt="" draggable={false} /> : null}
        </span>
        <span className="scan-thumb-number">{[String(number), ...state].join(' · ')}</span>
      </button>
    </li>
  );
}

function Large({
  page,
  number,
  cropping,
  onCrop,
}: {
  page: ScanPageRow;
  number: number;
  cropping: boolean;
  onCrop: Parameters<typeof Cropper>[0]['onDone'];
}) {
  const [wide, setWide] = useState(true);
  const ratio = page.width / page.height;
  const [bar, setBar] = useState<HTMLDivElement | null>(null);
  const { url, error } = usePicture(page.id, page.version, wide ? 2200 : 1400);
  return (
    <div className="scan-large">
      <div ref={setBar} />
      <div className={`scan-large-view ${wide ? 'scan-large-wide' : ''}`}>
        {url ? (
          <div className="scan-large-sheet" style={{ aspectRatio: ratio, width: wide ? '100%' : `min(100cqw, calc(100cqh * ${ratio}))` }}>
            <button
              type="button"
              className="scan-large-picture"
              onClick={() => setWide(!wide)}
              title={t(wide ? 'scan.fitPage' : 'scan.fitWidth')}
            >
              <img src={url} alt={t('scan.page', { number })} />
            </button>
            {cropping ? <Cropper cropped={page.cropped} bar={bar} onDone={onCrop} /> : null}
            <PlaceMark pageId={page.id} />
          </div>
        ) : null}
        <ErrorNote error={page.problem ?? error} />
      </div>
      <Text size="xs" c="dimmed">
        {t(page.picture.dpiGuessed ? 'scan.pictureGuessed' : 'scan.picture', {
          dpi: page.picture.dpi,
          colour: t(`scan.colour.${page.picture.colour}`),
        })}
        {page.straighten === 0 ? '' : ` · ${t('scan.straightened', { degrees: String(Math.abs(page.straighten)).replace('.', ',') })}`}
      </Text>
    </div>
  );
}
