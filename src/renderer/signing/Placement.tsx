/** What an act puts on the page, where it will stand: moved with the mouse or the keys, its true size kept. */
import { Alert, Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { PreviewField, PreviewFile, SigningPreview } from '../../contract/page/signing.ts';
import { mm, overlapOf, placeRefusal } from '../../domain/signaturePlaces.ts';
import { api } from '../core.ts';
import { errorText, t } from '../text/index.ts';
import { PdfPages } from '../viewer/later.tsx';
import '../viewer/viewer.css';

export interface MovedField {
  readonly key: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  /** Signed in this empty field of the file instead. */
  readonly reuse?: string;
}
const STEP = mm(1);
const BIG_STEP = mm(10);

interface Props {
  readonly preview: SigningPreview;
  /** Owner of the seal and of the signature, whose pictures are shown. */
  readonly owners: Readonly<Record<'seal' | 'signature', string>>;
  readonly moved: readonly MovedField[];
  readonly onMove: (moved: readonly MovedField[]) => void;
  readonly disabled: boolean;
}
export function Placement({ preview, owners, moved, onMove, disabled }: Props) {
  const [chosen, setChosen] = useState(0);
  const pictures = usePictures(owners);
  const file = preview.files[chosen] ?? preview.files[0];
  if (!file) return null;
  const fields = file.fields.map((field) => (chosen === 0 ? movedField(field, moved) : field));
  const move = (field: PreviewField, to: Omit<MovedField, 'key'>): void =>
    onMove([...moved.filter((m) => m.key !== field.key), { key: field.key, page: to.page, x: to.x, y: to.y }]);
  return (
    <section className="placement" aria-label={t('placement.title')}>
      {preview.files.length > 1 ? (
        <SegmentedControl
          size="sm"
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value))}
          data={preview.files.map((f, i) => ({ value: String(i), label: f.name.slice(0, 24) }))}
        />
      ) : null}
      <PlacementNotes file={file} fields={fields} />
      {chosen === 0 ? <EmptyFields file={file} moved={moved} onMove={onMove} disabled={disabled} /> : null}
      <div className="placement-pages">
        <PdfPages
          fileId={file.fileId}
          size={file.size}
          zoom={1}
          overlay={(page, scale) =>
            fields
              .filter((field) => field.page === page)
              .map((field) => (
                <FieldBox
                  key={field.key}
                  field={field}
                  scale={scale}
                  pages={file.pages}
                  picture={field.picture ? pictures[field.picture] : undefined}
                  onMove={disabled || field.fixed || chosen > 0 ? undefined : (to) => move(field, to)}
                />
              ))
          }
        />
      </div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {t('placement.hint')}
        </Text>
        {moved.length > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => onMove([])} disabled={disabled}>
            {t('placement.reset')}
          </Button>
        ) : null}
      </Group>
    </section>
  );
}
const movedField = (field: PreviewField, moved: readonly MovedField[]): PreviewField => {
  const to = moved.find((m) => m.key === field.key);
  return to ? { ...field, page: to.page, x: to.x, y: to.y } : field;
};

/** Fields that the file brought along, for the signature proper (never for number and date). */
function EmptyFields({ file, moved, onMove, disabled }: Pick<Props, 'moved' | 'onMove' | 'disabled'> & { readonly file: PreviewFile }) {
  const [field] = file.fields.filter((one) => one.key !== 'strip' && !one.fixed);
  const empty = file.emptyFields ?? [];
  if (!field || empty.length === 0) return null;
  const others = moved.filter((m) => m.key !== field.key);
  return (
    <Select
      size="sm"
      label={t('placement.emptyField')}
      placeholder={t('placement.ownField')}
      clearable
      disabled={disabled}
      value={moved.find((m) => m.key === field.key)?.reuse ?? null}
      data={empty.map((one) => ({ value: one.name, label: t('placement.field', { name: one.name, page: one.page }) }))}
      onChange={(name) => {
        const to = empty.find((one) => one.name === name);
        onMove(to ? [...others, { key: field.key, page: to.page, x: to.x, y: to.y, reuse: to.name }] : others);
      }}
    />
  );
}
/** Why a field may not stand where it was put; the core says the same before a PIN is asked for. */
export function placementProblem(preview: SigningPreview | undefined, moved: readonly MovedField[]): string | undefined {
  const [file] = preview?.files ?? [];
  for (const field of file?.fields ?? []) {
    const to = moved.find((m) => m.key === field.key);
    const refused = to && to.reuse === undefined && file && placeRefusal(movedField(field, moved), file.pages, file.names);
    if (refused) return errorText(refused);
  }
  return undefined;
}

function PlacementNotes({ file, fields }: { readonly file: PreviewFile; readonly fields: readonly PreviewField[] }) {
  const seal = fields.find((field) => field.key === 'seal');
  const part = seal && file.leader ? overlapOf(seal, file.leader) : undefined;
  if (part === undefined || (part > 0.2 && part < 0.5)) return null;
  return (
    <Alert color="orange" variant="light" py={6}>
      {t('placement.overlap', { percent: Math.round(part * 100) })}
    </Alert>
  );
}

interface BoxProps {
  readonly field: PreviewField;
  readonly scale: number;
  readonly pages: PreviewFile['pages'];
  readonly picture: string | undefined;
  readonly onMove: ((to: Omit<MovedField, 'key'>) => void) | undefined;
}
function FieldBox({ field, scale, pages, picture, onMove }: BoxProps) {
  const drag = useRef<{ px: number; py: number; x: number; y: number }>(undefined);
  const page = pages[field.page - 1] ?? { width: 595, height: 842 };
  const put = (x: number, y: number, number = field.page): void => {
    const on = pages[number - 1] ?? page;
    onMove?.({ page: number, x: clamp(x, on.width - field.width), y: clamp(y, on.height - field.height) });
  };
  const down = (event: PointerEvent): void => {
    if (!onMove || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { px: event.clientX, py: event.clientY, x: field.x, y: field.y };
  };
  const dragTo = (event: PointerEvent): void => {
    const from = drag.current;
    if (from) put(from.x + (event.clientX - from.px) / scale, from.y - (event.clientY - from.py) / scale);
  };
  const key = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const by: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const way = by[event.key];
    if (way) put(field.x + way[0], field.y + way[1]);
    else if (event.key === 'PageUp' && field.page > 1) put(field.x, field.y, field.page - 1);
    else if (event.key === 'PageDown' && field.page < pages.length) put(field.x, field.y, field.page + 1);
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button"
      className={`place place-${field.key}`}
      disabled={!onMove}
      aria-label={t('placement.field', { name: field.label, page: field.page })}
      title={t('placement.field', { name: field.label, page: field.page })}
      style={{
        left: field.x * scale,
        top: (page.height - field.y - field.height) * scale,
        width: field.width * scale,
        height: field.height * scale,
        color: field.color === 'red' ? 'var(--seal-red)' : 'var(--seal-ink)',
      }}
      onPointerDown={down}
      onPointerMove={dragTo}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onKeyDown={key}
    >
      {picture === undefined ? <FieldLines field={field} scale={scale} /> : <img src={picture} alt="" draggable={false} />}
    </button>
  );
}
const clamp = (value: number, max: number): number => Math.max(0, Math.min(value, max));

/** The words as they will stand: placed lines at their place, the others from the top. */
function FieldLines({ field, scale }: { readonly field: PreviewField; readonly scale: number }) {
  if (!field.lines) return <span className="place-name">{field.label}</span>;
  return field.lines.map((line) =>
    line.x === undefined || line.y === undefined ? (
      <span key={line.text} className="place-line" style={{ fontSize: line.size * scale }}>
        {line.text}
      </span>
    ) : (
      <span
        key={line.text + line.x}
        className="place-line place-line-at"
        style={{
          fontSize: line.size * scale,
          left: line.x * scale,
          bottom: (line.y - line.size * 0.25) * scale,
          ...(line.center ? { transform: 'translateX(-50%)' } : {}),
        }}
      >
        {line.text}
      </span>
    ),
  );
}

/** Addresses of the pictures, given back when no longer shown. */
function usePictures({ seal, signature }: Props['owners']): Readonly<Partial<Record<'seal' | 'signature', string>>> {
  const [urls, setUrls] = useState<Partial<Record<'seal' | 'signature', string>>>({});
  useEffect(() => {
    let here = true;
    const made: string[] = [];
    const read = async (kind: 'seal' | 'signature', owner: string): Promise<void> => {
      const { png } = await api['signing.images.read']({ kind, owner });
      if (!png || !here) return;
      const url = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
      made.push(url);
      setUrls((old) => ({ ...old, [kind]: url }));
    };
    // Without a picture the words stand for it.
    void read('seal', seal).catch(() => {});
    void read('signature', signature).catch(() => {});
    return () => {
      here = false;
      for (const url of made) URL.revokeObjectURL(url);
    };
  }, [seal, signature]);
  return urls;
}
