/** Chờ gửi: what waits for the axis, in words, with “Gửi ngay”. */
import { Button, Title } from '@mantine/core';
import type { QueueRow } from '../../contract/page/exchange.ts';
import { api } from '../core.ts';
import { shortMoment, sizeText } from '../format.ts';
import { UrgencyBadge } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { useExchange } from '../shell/StatusLine.tsx';
import { errorText, t } from '../text/index.ts';

const TOPICS = ['exchange', 'outgoing', 'incoming'] as const;
const loadQueue = () => api['exchange.queue']({});
const priorityOf = (n: number): 0 | 1 | 2 | 3 | 4 => ([0, 1, 2, 3, 4] as const).find((p) => p === n) ?? 0;

export default function Queue() {
  const { value, error, reload } = useLoaded(loadQueue, TOPICS);
  const act = useAct();
  const send = async (id?: string): Promise<void> => {
    await act.run(() => api['exchange.sendNow'](id === undefined ? {} : { id }));
    await reload();
  };
  const rows = value?.rows ?? [];
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('queue.title')}</Title>
        {rows.length > 0 ? (
          <Button loading={act.busy} onClick={() => void send()}>
            {t('queue.sendAll')}
          </Button>
        ) : null}
      </div>
      <ErrorNote error={error ?? act.error} {...(act.error ? { onClose: act.clear } : {})} />
      {value === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : rows.length === 0 ? (
        <div className="sheet scroll-sheet">
          <EmptyNote title={t('queue.empty')} next={t('queue.emptyNext')} />
        </div>
      ) : (
        <div className="sheet scroll-sheet">
          <table className="plain-table" aria-label={t('queue.title')}>
            <thead>
              <tr>
                <th scope="col">{t('queue.title.column')}</th>
                <th scope="col" style={{ width: 190 }}>
                  {t('queue.recipients')}
                </th>
                <th scope="col" style={{ width: 270 }}>
                  {t('queue.state')}
                </th>
                <th scope="col" style={{ width: 100 }}>
                  {t('queue.queuedAt')}
                </th>
                <th scope="col" style={{ width: 100 }}>
                  {t('queue.next')}
                </th>
                <th aria-label={t('queue.sendNow')} style={{ width: 122 }} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} onSend={() => void send(row.id)} busy={act.busy} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Row({ row, onSend, busy }: { readonly row: QueueRow; readonly onSend: () => void; readonly busy: boolean }) {
  const now = Date.now();
  const cut = useExchange((s) => s.status !== undefined && s.status.line.kind !== 'connected');
  const waits = row.state === 'queued' || row.state === 'unknown';
  const next = row.nextTry !== undefined && waits ? shortMoment(row.nextTry, now) : cut && waits ? t('queue.nextWhenLine') : '';
  return (
    <tr>
      <td>
        <UrgencyBadge priority={priorityOf(row.priority)} />
        <span className="clamped" title={row.title}>
          {row.title}
        </span>
        <div className="dim">
          {t(`queue.kind.${row.kind}`)} · {sizeText(row.size)}
        </div>
      </td>
      <td>
        <span className="clamped" title={row.recipients}>
          {row.recipients}
        </span>
      </td>
      <td>
        <span className={row.state === 'refused' ? 'overdue' : ''}>{t(`queue.state.${row.state}`)}</span>
        {row.error ? <div>{errorText(row.error)}</div> : null}
        {row.attempts > 0 ? <div className="dim">{t('queue.attempts', { count: row.attempts })}</div> : null}
      </td>
      <td>{shortMoment(row.queuedAt, now)}</td>
      <td>{next}</td>
      <td>
        {row.state === 'queued' || row.state === 'refused' ? (
          <Button variant="default" disabled={busy} onClick={onSend}>
            {t(row.state === 'refused' ? 'queue.sendAgain' : 'queue.sendNow')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
