/** Thống kê: documents of a period counted by agency, kind, state, handler, channel or time; each number opens its list. */
import { Select, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { GROUPINGS, type Grouping, MEASURES, type Measure, type StatRow } from '../../contract/page/reports.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, LongWaiting, useLongLoaded } from '../parts/LongAct.tsx';
import { Printed } from '../registers/Printed.tsx';
import { t } from '../text/index.ts';
import { Behind, type BehindQuery } from './Behind.tsx';
import { type Chosen, SpanPicker, thisPeriod } from './SpanPicker.tsx';
import { useMade } from './useMade.tsx';
import './reports.css';

type Direction = 'incoming' | 'outgoing';
const TOPICS = ['incoming', 'outgoing'] as const;
const HIDDEN: readonly Grouping[] = ['route', 'urgency'];
interface Asked {
  readonly direction: Direction;
  readonly by: Grouping;
  readonly span: Chosen;
}
let last: Asked | undefined;

export default function Stats() {
  const [asked, setAsked] = useState<Asked>(last ?? { direction: 'incoming', by: 'agency', span: thisPeriod('month') });
  const [behind, setBehind] = useState<{ readonly query: BehindQuery; readonly title: string }>();
  const { direction, by, span } = asked;
  const { from, to } = span;
  const load = useCallback((workId: string) => api['reports.table']({ direction, by, from, to, workId }), [direction, by, from, to]);
  const counted = useLongLoaded(t('reports.counting'), load, TOPICS);
  const { value } = counted;
  const made = useMade((as, workId) => api['reports.tableFile']({ direction, by, from, to, as, workId }));
  const put = (change: Partial<Asked>): void => {
    const next = { ...asked, ...change };
    last = next;
    setAsked(next);
  };
  if (made.printed) return <Printed file={made.printed} onBack={made.close} />;
  if (behind) return <Behind query={behind.query} title={behind.title} onBack={() => setBehind(undefined)} />;
  const own: readonly Grouping[] = GROUPINGS[direction];
  const open = (measure: Measure, row?: StatRow): void =>
    setBehind({
      query: { direction, from, to, measure, ...(row ? { by, key: row.key } : {}) },
      title: [
        t(`reports.direction.${direction}`),
        row?.label,
        t(`reports.measure.${direction}.${measure}` as Parameters<typeof t>[0]).toLowerCase(),
      ]
        .filter(Boolean)
        .join(' · '),
    });
  return (
    <>
      <div className="document-acts report-acts">
        <Select
          aria-label={t('reports.what')}
          w={160}
          data={(['incoming', 'outgoing'] as const).map((one) => ({ value: one, label: t(`reports.direction.${one}`) }))}
          value={direction}
          allowDeselect={false}
          onChange={(next) => {
            const to = next === 'outgoing' ? 'outgoing' : 'incoming';
            put({ direction: to, by: (GROUPINGS[to] as readonly Grouping[]).includes(by) ? by : 'agency' });
          }}
        />
        <Select
          aria-label={t('reports.by')}
          w={190}
          data={own
            .filter((one) => !HIDDEN.includes(one))
            .map((one) => ({ value: one, label: t(`reports.by.${one}` as Parameters<typeof t>[0]) }))}
          value={by}
          allowDeselect={false}
          onChange={(next) => put({ by: own.find((one) => one === next) ?? 'agency' })}
        />
        <SpanPicker chosen={span} onChosen={(next) => put({ span: next })} />
        <span className="report-buttons">{made.buttons}</span>
      </div>
      <LongActProgress work={made.work} />
      <ErrorNote error={made.error} onClose={made.clear} />
      {value !== undefined && counted.error?.code !== 'work.stopped' ? <ErrorNote error={counted.error} /> : null}
      {value === undefined ? (
        <LongWaiting loaded={counted} />
      ) : value.rows.length === 0 ? (
        <div className="sheet scroll-sheet">
          <EmptyNote title={t('reports.none')} next={t('reports.noneNext')} />
        </div>
      ) : (
        <div className="sheet scroll-sheet">
          <table className="plain-table report-table" aria-label={t('reports.table')}>
            <thead>
              <tr>
                <th scope="col" className="stays">
                  {t(`reports.by.${by}` as Parameters<typeof t>[0])}
                </th>
                {MEASURES[direction].map((measure) => (
                  <th key={measure} scope="col" className="figure stays">
                    {t(`reports.measure.${direction}.${measure}` as Parameters<typeof t>[0])}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row" className="row-name">
                    {row.label}
                  </th>
                  <Numbers direction={direction} cells={row.cells} label={row.label} onOpen={(measure) => open(measure, row)} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" className="row-name sum">
                  {t('reports.sum')}
                </th>
                <Numbers direction={direction} cells={value.total} label={t('reports.sum')} onOpen={(measure) => open(measure)} />
              </tr>
            </tfoot>
          </table>
          <Text c="dimmed" size="sm" p="sm">
            {[
              value.more ? t('reports.more', { count: value.rows.length }) : '',
              direction === 'outgoing' && by === 'agency' ? t('reports.severalTimes') : '',
              t(`reports.note.${direction}`),
            ]
              .filter(Boolean)
              .join(' ')}
          </Text>
        </div>
      )}
    </>
  );
}

interface NumbersProps {
  readonly direction: Direction;
  readonly cells: readonly number[];
  readonly label: string;
  readonly onOpen: (measure: Measure) => void;
}
function Numbers({ direction, cells, label, onOpen }: NumbersProps) {
  const measures: readonly Measure[] = MEASURES[direction];
  return measures.map((measure, i) => {
    const count = cells[i] ?? 0;
    const words = t(`reports.measure.${direction}.${measure}` as Parameters<typeof t>[0]);
    return (
      <td
        key={measure}
        className={`figure${measure === 'openLate' || measure === 'doneLate' || measure === 'issuedLate' ? ' report-late' : ''}`}
      >
        {count === 0 ? (
          <span className="dim">–</span>
        ) : (
          <button
            type="button"
            className="link"
            aria-label={t('reports.openList', { group: label, measure: words, count })}
            onClick={() => onOpen(measure)}
          >
            {numberText(count)}
          </button>
        )}
      </td>
    );
  });
}
