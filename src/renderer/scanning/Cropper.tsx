/** What of a page is kept: drawn with the pointer, or typed as shares cut from its four sides. */
import { Button, Group, NumberInput } from '@mantine/core';
import { type PointerEvent, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Crop } from '../../domain/scan.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly cropped: boolean;
  /** Where its fields stand: beside the page, not over it. */
  readonly bar: HTMLElement | null;
  /** `null` = the whole page again; `undefined` = nothing is changed. */
  readonly onDone: (crop: Crop | null | undefined) => void;
}
const SIDES = ['left', 'top', 'right', 'bottom'] as const;
type Cut = Record<(typeof SIDES)[number], number>;
const NONE: Cut = { left: 0, top: 0, right: 0, bottom: 0 };

export function Cropper({ cropped, bar, onDone }: Props) {
  const [cut, setCut] = useState<Cut>(NONE);
  const [from, setFrom] = useState<{ x: number; y: number }>();
  const place = (event: PointerEvent<HTMLDivElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (v: number, size: number): number => Math.max(0, Math.min(100, (v / size) * 100));
    return { x: share(event.clientX - box.left, box.width), y: share(event.clientY - box.top, box.height) };
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!from) return;
    const to = place(event);
    setCut({
      left: Math.round(Math.min(from.x, to.x)),
      top: Math.round(Math.min(from.y, to.y)),
      right: Math.round(100 - Math.max(from.x, to.x)),
      bottom: Math.round(100 - Math.max(from.y, to.y)),
    });
  };
  const [w, h] = [100 - cut.left - cut.right, 100 - cut.top - cut.bottom];
  const sound = w >= 5 && h >= 5 && w + h < 200;
  const crop: Crop = { x: cut.left / 100, y: cut.top / 100, w: w / 100, h: h / 100 };
  return (
    <>
      <div
        className="scan-crop"
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          setFrom(place(e));
        }}
        onPointerMove={drag}
        onPointerUp={() => setFrom(undefined)}
      >
        <div
          className="scan-crop-kept"
          style={{ left: `${cut.left}%`, top: `${cut.top}%`, right: `${cut.right}%`, bottom: `${cut.bottom}%` }}
        />
      </div>
      {bar
        ? createPortal(
            <div className="scan-crop-bar sheet">
              <Group gap={6} align="flex-end">
                {SIDES.map((side, n) => (
                  <NumberInput
                    key={side}
                    size="xs"
                    w={74}
                    label={t(`scan.crop.${side}`)}
                    suffix=" %"
                    min={0}
                    max={95}
                    value={cut[side]}
                    data-autofocus={n === 0}
                    autoFocus={n === 0}
                    onChange={(value) => setCut((now) => ({ ...now, [side]: Number(value) || 0 }))}
                  />
                ))}
                <Button size="xs" disabled={!sound} onClick={() => onDone(crop)}>
                  {t('scan.crop.do')}
                </Button>
                {cropped ? (
                  <Button size="xs" variant="default" onClick={() => onDone(null)}>
                    {t('scan.crop.whole')}
                  </Button>
                ) : null}
                <Button size="xs" variant="default" onClick={() => onDone(undefined)}>
                  {t('common.cancel')}
                </Button>
              </Group>
            </div>,
            bar,
          )
        : null}
    </>
  );
}
