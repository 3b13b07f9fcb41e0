/** Pages, postage and hours saved by sending electronically: what was counted, the office's own prices, the formula. */
import { Button, NumberInput, Text, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { SavingSettings } from '../../contract/page/reports.ts';
import { FORMULA, reckon } from '../../domain/savings.ts';
import { api, useCore } from '../core.ts';
import { numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, LongWaiting, useLongLoaded } from '../parts/LongAct.tsx';
import { useAct } from '../parts/useAct.ts';
import { Printed } from '../registers/Printed.tsx';
import { t } from '../text/index.ts';
import { type Chosen, SpanPicker, thisPeriod } from './SpanPicker.tsx';
import { useMade } from './useMade.tsx';
import './reports.css';

const TOPICS = ['outgoing', 'registers', 'exchange'] as const;
let last: Chosen | undefined;
const COLUMNS = ['month', 'documents', 'recipients', 'pages', 'paper', 'post', 'hours'] as const;
const hoursText = (hours: number): string => hours.toFixed(1).replace('.', ',');

export default function SavingsTable() {
  const [span, setSpan] = useState<Chosen>(last ?? thisPeriod('year'));
  const [setting, setSetting] = useState(false);
  const may = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'administrator')) ?? false;
  const { from, to } = span;
  const load = useCallback((workId: string) => api['reports.savings']({ from, to, workId }), [from, to]);
  const counted = useLongLoaded(t('reports.counting'), load, TOPICS);
  const { value } = counted;
  const made = useMade((as, workId) => api['reports.savingsFile']({ from, to, as, workId }));
  if (made.printed) return <Printed file={made.printed} onBack={made.close} />;
  const take = (next: Chosen): void => {
    last = next;
    setSpan(next);
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
            {value.rows.length === 0 ? (
              <EmptyNote title={t('savings.none')} next={t('savings.noneNext')} />
            ) : (
              <table className="plain-table report-table" aria-label={t('registers.tab.savings')}>
                <thead>
                  <tr>
                    {COLUMNS.map((column) => (
                      <th key={column} scope="col" className={column === 'month' ? 'stays' : 'figure stays'}>
                        {t(`savings.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {[...value.rows, { month: '', ...value.total }].map((row) => {
                    const { paper, post, hours } = reckon(row, value.settings);
                    return (
                      <tr key={row.month}>
                        <th scope="row" className={`row-name ${row.month === '' ? 'sum' : ''}`}>
                          {row.month === '' ? t('reports.sum') : `${row.month.slice(5)}/${row.month.slice(0, 4)}`}
                        </th>
                        <td className="figure">{numberText(row.documents)}</td>
                        <td className="figure">{numberText(row.recipients)}</td>
                        <td className="figure">{numberText(row.pages)}</td>
                        <td className="figure">{paper === undefined ? '–' : numberText(paper)}</td>
                        <td className="figure">{post === undefined ? '–' : numberText(post)}</td>
                        <td className="figure">{hours === undefined ? '–' : hoursText(hours)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            )}
            <section className="savings-how">
              <Title order={3}>{t('savings.how')}</Title>
              <ul>
                {FORMULA.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
              <Text>
                {t('savings.prices', {
                  page: priceText('savings.dong', value.settings.pagePrice),
                  post: priceText('savings.dong', value.settings.postage),
                  minutes: priceText('savings.minutesEach', value.settings.minutes),
                })}
              </Text>
              {value.total.uncounted > 0 ? <Text c="dimmed">{t('savings.uncounted', { count: value.total.uncounted })}</Text> : null}
              {may ? (
                <Button mt="sm" variant="default" onClick={() => setSetting(true)}>
                  {t('savings.set')}
                </Button>
              ) : null}
            </section>
          </div>
        </div>
      )}
      {setting && value ? <Prices settings={value.settings} onClose={() => setSetting(false)} /> : null}
    </>
  );
}
const priceText = (unit: 'savings.dong' | 'savings.minutesEach', price: number | undefined): string =>
  price === undefined ? t('savings.unset') : t(unit, { value: numberText(price) });

function Prices({ settings, onClose }: { readonly settings: SavingSettings; readonly onClose: () => void }) {
  const [now, setNow] = useState<SavingSettings>(settings);
  const act = useAct();
  const save = async (): Promise<void> => {
    const set = Object.fromEntries(Object.entries(now).filter(([, price]) => price !== undefined));
    if (await act.run(() => api['reports.setSavings'](set))) onClose();
  };
  const field = (name: keyof SavingSettings) => (
    <NumberInput
      label={t(`savings.set.${name}`)}
      min={0}
      max={10_000_000}
      allowNegative={false}
      hideControls
      thousandSeparator="."
      decimalSeparator=","
      value={now[name] ?? ''}
      onChange={(price) => setNow({ ...now, [name]: typeof price === 'number' ? price : undefined })}
    />
  );
  return (
    <FormDialog
      title={t('savings.set')}
      lead={t('savings.setLead')}
      submit={t('common.save')}
      act={act}
      dirty={now !== settings}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {field('pagePrice')}
      {field('postage')}
      {field('minutes')}
    </FormDialog>
  );
}
