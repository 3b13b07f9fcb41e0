/** Who is slow: recipients that have not answered, handlers that have not finished, and how often they were reminded. */
import { Title } from '@mantine/core';
import type { SlowRow } from '../../contract/page/deskWork.ts';
import { api } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './desk.css';

const TOPICS = ['incoming', 'outgoing', 'deadlines'] as const;
const load = () => api['reminders.slow']({});

export default function Slow() {
  const { value, error } = useLoaded(load, TOPICS);
  const empty = value !== undefined && value.recipients.length + value.handlers.length === 0;
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'today' })}>{t('today.back')}</BackButton>
        <Title order={1}>{t('slow.title')}</Title>
      </div>
      <ErrorNote error={error} />
      {value === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : empty ? (
        <EmptyNote title={t('slow.empty')} next={t('slow.emptyNext')} />
      ) : (
        <div className="week">
          <SlowTable title={t('slow.handlers')} rows={value.handlers} />
          <SlowTable title={t('slow.recipients')} rows={value.recipients} />
        </div>
      )}
    </>
  );
}
function SlowTable({ title, rows }: { readonly title: string; readonly rows: readonly SlowRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="form-title">{title}</h2>
      <table className="plain-table sheet" aria-label={title}>
        <thead>
          <tr>
            <th>{t('slow.who')}</th>
            <th style={{ width: 110 }}>{t('slow.open')}</th>
            <th style={{ width: 110 }}>{t('slow.late')}</th>
            <th style={{ width: 120 }}>{t('slow.reminders')}</th>
            <th style={{ width: 220 }}>{t('slow.last')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.who}>
              <td>{row.who}</td>
              <td className="figure">{numberText(row.open)}</td>
              <td className={`figure ${row.late > 0 ? 'overdue' : ''}`}>{numberText(row.late)}</td>
              <td className="figure">{numberText(row.reminders)}</td>
              <td>{row.lastAt === undefined ? '' : momentText(row.lastAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
