/** Báo cáo kỳ: one page of numbers of a week, month, quarter or year, those of the period before beside them. */
import { Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { ReportLine } from '../../contract/page/reports.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, LongWaiting, useLongLoaded } from '../parts/LongAct.tsx';
import { Printed } from '../registers/Printed.tsx';
import { t } from '../text/index.ts';
import { Behind, type BehindQuery } from './Behind.tsx';
import { type Chosen, SpanPicker, thisPeriod } from './SpanPicker.tsx';
import { useMade } from './useMade.tsx';
import './reports.css';

const TOPICS = ['incoming', 'outgoing', 'registers'] as const;
let last: Chosen | undefined;

export default function Period() {
  const [span, setSpan] = useState<Chosen>(last ?? thisPeriod('week'));
  const [behind, setBehind] = useState<{ readonly query: BehindQuery; readonly title: string }>();
  const { unit, from, to } = span;
  const load = useCallback((workId: string) => api['reports.period']({ unit, from, to, workId }), [unit, from, to]);
  const counted = useLongLoaded(t('reports.counting'), load, TOPICS);
  const { value } = counted;
  const made = useMade((as, workId) => api['reports.periodFile']({ unit, from, to, as, workId }));
  if (made.printed) return <Printed file={made.printed} onBack={made.close} />;
  if (behind) return <Behind query={behind.query} title={behind.title} onBack={() => setBehind(undefined)} />;
  const take = (next: Chosen): void => {
    last = next;
    setSpan(next);
  };
  const cell = (line: ReportLine, count: number, first: string, lastDay: string) => {
    const { behind: list } = line;
    if (list === undefined || count === 0) return numberText(count);
    const { direction, measure, by, key } = list;
    const query = {
      direction,
      measure,
      from: first,
      to: lastDay,
      ...(by === undefined ? {} : { by }),
      ...(key === undefined ? {} : { key }),
    };
    return (
      <button
        type="button"
        className="link"
        aria-label={t('reports.openList', { group: line.label, measure: dateText(first), count })}
        onClick={() => setBehind({ query, title: line.label })}
      >
        {numberText(count)}
      </button>
    );
  };
  return (
    <>
      <div className="document-acts report-acts">
        <SpanPicker chosen={span} onChosen={take} />
        <span className="report-buttons">{made.buttons}</span>
      </div>
      <LongActProgress work={made.work} />
      <ErrorNote error={made.error} onClose={made.clear} />
      {value !== undefined && counted.error?.code !== 'work.stopped' ? <ErrorNote error={counted.error} /> : null}
      {value === undefined ? (
        <LongWaiting loaded={counted} />
      ) : (
        <div className="sheet scroll-sheet">
          <div className="report-page">
            <Title order={2}>{value.title}</Title>
            <table className="plain-table report-table" aria-label={value.title}>
              <thead>
                <tr>
                  <th scope="col" className="stays">
                    {t('reports.what')}
                  </th>
                  <th scope="col" className="figure stays">
                    {t('reports.now')}
                  </th>
                  <th scope="col" className="figure stays">
                    {t('reports.before')}
                  </th>
                  <th scope="col" className="figure stays">
                    {t('reports.difference')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {value.lines.map((line) => (
                  <tr key={line.key}>
                    <th scope="row" className={`row-name ${line.part ? 'indented' : 'sum'}`}>
                      {line.label}
                    </th>
                    <td className="figure">{cell(line, line.now, value.from, value.to)}</td>
                    <td className="figure">{cell(line, line.before, value.previousFrom, value.previousTo)}</td>
                    <td className="figure dim">{difference(line)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="dim">{t('reports.previous', { from: dateText(value.previousFrom), to: dateText(value.previousTo) })}</p>
          </div>
        </div>
      )}
    </>
  );
}
function difference({ now, before }: ReportLine): string {
  if (now === before) return '–';
  return `${now > before ? '+' : '−'}${numberText(Math.abs(now - before))}`;
}
