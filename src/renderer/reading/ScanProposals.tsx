/** Beside the form of a paper: what the machine read on its pages. */
import { Text } from '@mantine/core';
import { useCallback } from 'react';
import type { ProposalRow } from '../../contract/page/reading.ts';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { usePicture } from '../scanning/pictures.ts';
import { t } from '../text/index.ts';
import { PdfCut } from '../viewer/later.tsx';
import { ProposalList } from './ProposalList.tsx';
import './reading.css';

const TOPICS = ['scanning'] as const;
/** As large as the page is shown, so that it is drawn once. */
const SIDE = 2200;
const ROOM = 0.004;
/** A page so wide has letters that are read at a glance. */
const SHOWN_WIDTH = 700;

interface Props {
  readonly groupId: string;
  readonly taken: (row: ProposalRow) => boolean;
  readonly onTake: (row: ProposalRow) => void;
  /** Fields that the form has. */
  readonly wanted: readonly ProposalRow['field'][];
}
export function ScanProposals({ groupId, taken, onTake, wanted }: Props) {
  const load = useCallback(() => api['reading.ofScan']({ groupId }), [groupId]);
  const loadPages = useCallback(() => api['scanning.pages']({ groupId }), [groupId]);
  const { value } = useLoaded(load, TOPICS);
  const { value: pages } = useLoaded(loadPages, TOPICS);
  if (!value) return null;
  if (value.state === 'absent')
    return (
      <Text size="xs" c="dimmed" role="status">
        {t('reading.absent')}
      </Text>
    );
  const { wholeBytes } = value;
  const rows = value.fields.filter((row) => wanted.includes(row.field));
  const versionOf = (id: string | undefined): number => pages?.pages.find((page) => page.id === id)?.version ?? 0;
  const ratioOf = (id: string | undefined): number => {
    const page = pages?.pages.find((one) => one.id === id);
    return page ? page.width / page.height : Math.SQRT1_2;
  };
  return (
    <section className="reading" aria-label={t('reading.title')}>
      <Text fw={600} size="sm">
        {t('reading.title')}
      </Text>
      {rows.length > 0 ? (
        <Text size="xs" c="dimmed">
          {t('reading.lead')}
        </Text>
      ) : null}
      {value.state === 'reading' ? (
        <Text size="xs" c="dimmed" role="status">
          {t('reading.busy', { read: value.read, pages: value.pages })}
        </Text>
      ) : null}
      {value.state === 'empty' ? <Text size="sm">{t('reading.empty')}</Text> : null}
      {rows.length > 0 ? (
        <ProposalList
          key={groupId}
          rows={rows}
          taken={taken}
          onTake={onTake}
          cut={(row) =>
            wholeBytes === undefined ? (
              <Cut row={row} version={versionOf(row.pageId)} ratio={ratioOf(row.pageId)} />
            ) : (
              <PdfCut row={row} fileId={`scan:${groupId}`} size={wholeBytes} />
            )
          }
        />
      ) : null}
    </section>
  );
}

/** The place as it stands on the page: the page's picture, moved and enlarged behind a window of its shape. */
function Cut({ row, version, ratio }: { readonly row: ProposalRow; readonly version: number; readonly ratio: number }) {
  const { url } = usePicture(row.pageId, version, SIDE);
  const [x, y] = [Math.max(0, row.place.x - ROOM), Math.max(0, row.place.y - ROOM)];
  const [w, h] = [Math.min(1 - x, row.place.w + 2 * ROOM), Math.min(1 - y, row.place.h + 2 * ROOM)];
  return (
    <span
      className="cut"
      role="img"
      aria-label={t('reading.place', { page: row.page })}
      style={{
        width: `min(100%, ${Math.round(w * SHOWN_WIDTH)}px)`,
        aspectRatio: String((w * ratio) / h),
        ...(url ? { backgroundImage: `url(${url})` } : {}),
        backgroundSize: `${100 / w}% ${100 / h}%`,
        backgroundPosition: `${w < 1 ? (x / (1 - w)) * 100 : 0}% ${h < 1 ? (y / (1 - h)) * 100 : 0}%`,
      }}
    />
  );
}
