/** Chờ gửi: what waits for the axis, how far each upload is, when all will be out; pausing, sending now, a limit. */
import { Button, NumberInput, Popover, Progress, Text, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { QueuePage, QueueRow } from '../../contract/page/exchange.ts';
import { api } from '../core.ts';
import { numberText, shortMoment, sizeText } from '../format.ts';
import { UrgencyBadge } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { type Act, useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { useExchange } from '../shell/StatusLine.tsx';
import { errorText, t } from '../text/index.ts';
import './exchange.css';
import { For } from '../parts/may.tsx';

const TOPICS = ['exchange', 'outgoing', 'incoming'] as const;
const PAGE = 100;
const KB = 1024;
const priorityOf = (n: number): 0 | 1 | 2 | 3 | 4 => ([0, 1, 2, 3, 4] as const).find((p) => p === n) ?? 0;

export default function Queue() {
  const [limit, setLimit] = useState(PAGE);
  const load = useCallback(() => loadUpTo(limit), [limit]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const after = async (work: () => Promise<unknown>): Promise<void> => {
    await act.run(work);
    await reload();
  };
  const send = (id?: string) => void after(() => api['exchange.sendNow'](id === undefined ? {} : { id }));
  const pause = (paused: boolean, id?: string) => void after(() => api['exchange.pause']({ paused, ...(id === undefined ? {} : { id }) }));
  const rows = value?.rows ?? [];
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('queue.title')}</Title>
        {value ? <Bandwidth now={value.bytesPerSecond} act={act} onSaved={reload} /> : null}
        {value && (rows.length > 0 || value.paused) ? (
          <For call="exchange.pause">
            <Button variant={value.paused ? 'filled' : 'default'} disabled={act.busy} onClick={() => pause(!value.paused)}>
              {t(value.paused ? 'queue.resumeAll' : 'queue.pauseAll')}
            </Button>
          </For>
        ) : null}
        {rows.length > 0 && value?.paused === false ? (
          <For call="exchange.sendNow">
            <Button loading={act.busy} onClick={() => send()}>
              {t('queue.sendAll')}
            </Button>
          </For>
        ) : null}
      </div>
      <ErrorNote error={error ?? act.error} {...(act.error ? { onClose: act.clear } : {})} />
      <Intake />
      {value && (rows.length > 0 || value.paused) ? <Summary page={value} /> : null}
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
                <th scope="col" style={{ width: 170 }}>
                  {t('queue.recipients')}
                </th>
                <th scope="col" style={{ width: 240 }}>
                  {t('queue.state')}
                </th>
                <th scope="col" style={{ width: 132 }}>
                  {t('queue.queuedAt')}
                </th>
                <th scope="col" style={{ width: 96 }}>
                  {t('queue.next')}
                </th>
                <th aria-label={t('queue.acts')} style={{ width: 132 }} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  paused={value.paused}
                  onSend={() => send(row.id)}
                  onPause={(p) => pause(p, row.id)}
                  busy={act.busy}
                />
              ))}
            </tbody>
          </table>
          {value.total > rows.length ? (
            <div className="queue-more">
              <Text c="dimmed">{t('queue.shown', { shown: numberText(rows.length), total: numberText(value.total) })}</Text>
              <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                {t('queue.more')}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </>
  );
}

/** Pages of at most two hundred rows, one after the other. */
async function loadUpTo(limit: number): Promise<QueuePage> {
  const first = await api['exchange.queue']({ offset: 0, limit: Math.min(limit, 200) });
  const rows = [...first.rows];
  while (rows.length < Math.min(limit, first.total)) {
    const next = await api['exchange.queue']({ offset: rows.length, limit: Math.min(limit - rows.length, 200) });
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { ...first, rows };
}

/** How much waits and when it will be out, in one line. */
function Summary({ page }: { readonly page: QueuePage }) {
  const parts = [t('queue.summary', { count: numberText(page.total), size: sizeText(page.bytes) })];
  if (page.paused) parts.push(t('queue.pausedAll'));
  else if (page.emptyAt !== undefined) parts.push(t('queue.emptyAt', { at: shortMoment(page.emptyAt, Date.now()) }));
  if (page.bytesPerSecond > 0) parts.push(t('queue.limited', { kb: numberText(Math.round(page.bytesPerSecond / KB)) }));
  return <output className={page.paused ? 'queue-summary overdue' : 'queue-summary'}>{parts.join(' · ')}</output>;
}

/** Many packages coming in after an outage. */
export function Intake() {
  const intake = useExchange((s) => s.status?.intake);
  const trouble = useExchange((s) => s.status?.intakeTrouble);
  if (intake === undefined && trouble === undefined) return null;
  const done = intake === undefined ? 0 : intake.total - intake.left;
  return (
    <div className="intake">
      {trouble === undefined ? null : <p className="verdict verdict-bad">{errorText(trouble)}</p>}
      {intake === undefined ? null : (
        <>
          <span>
            {t('intake.progress', { done: numberText(done), total: numberText(intake.total) })}
            {intake.urgent > 0 ? ` · ${t('intake.urgent', { count: numberText(intake.urgent) })}` : ''}
          </span>
          <Progress value={intake.total === 0 ? 0 : (done / intake.total) * 100} size="lg" aria-label={t('intake.title')} />
        </>
      )}
    </div>
  );
}

function Bandwidth({ now, act, onSaved }: { readonly now: number; readonly act: Act; readonly onSaved: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [kb, setKb] = useState<number | string>(Math.round(now / KB));
  const save = async (): Promise<void> => {
    const bytesPerSecond = Math.max(0, Math.round(Number(kb) || 0)) * KB;
    await act.run(() => api['exchange.limitBandwidth']({ bytesPerSecond }));
    setOpen(false);
    await onSaved();
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!open)}>
          {t('queue.bandwidth')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <NumberInput
            label={t('queue.bandwidth.label')}
            description={t('queue.bandwidth.lead')}
            min={0}
            max={900_000}
            allowDecimal={false}
            allowNegative={false}
            value={kb}
            onChange={setKb}
            data-autofocus
          />
          <Button mt="sm" type="submit" loading={act.busy}>
            {t('common.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface RowProps {
  readonly row: QueueRow;
  readonly paused: boolean;
  readonly onSend: () => void;
  readonly onPause: (paused: boolean) => void;
  readonly busy: boolean;
}
function Row({ row, paused, onSend, onPause, busy }: RowProps) {
  const now = Date.now();
  const cut = useExchange((s) => s.status !== undefined && s.status.line.kind !== 'connected');
  const waits = row.state === 'queued' || row.state === 'unknown';
  const next = row.nextTry !== undefined && waits ? shortMoment(row.nextTry, now) : cut && waits ? t('queue.nextWhenLine') : '';
  const stopped = row.paused === true || paused;
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
        <span className={row.state === 'refused' ? 'overdue' : ''}>
          {waits && row.paused ? t('queue.state.paused') : t(`queue.state.${row.state}`)}
        </span>
        {row.sentBytes === undefined ? null : <UploadBar sent={row.sentBytes} size={row.size} />}
        {row.error ? <div>{errorText(row.error)}</div> : null}
        {row.attempts > 0 ? <div className="dim">{t('queue.attempts', { count: row.attempts })}</div> : null}
      </td>
      <td>{shortMoment(row.queuedAt, now)}</td>
      <td>{stopped ? '' : next}</td>
      <td className="queue-acts">
        {row.state === 'refused' || (waits && !paused) ? (
          <For call="exchange.sendNow">
            <Button fullWidth variant="default" disabled={busy} onClick={onSend}>
              {t(row.state === 'refused' ? 'queue.sendAgain' : 'queue.sendNow')}
            </Button>
          </For>
        ) : null}
        {row.state === 'refused' ? null : (
          <For call="exchange.pause">
            <Button fullWidth variant="subtle" disabled={busy || paused} onClick={() => onPause(row.paused !== true)}>
              {t(row.paused ? 'queue.resume' : 'queue.pause')}
            </Button>
          </For>
        )}
      </td>
    </tr>
  );
}

function UploadBar({ sent, size }: { readonly sent: number; readonly size: number }) {
  const share = size === 0 ? 100 : Math.min(100, (sent / size) * 100);
  return (
    <div className="upload-bar">
      <Progress value={share} aria-label={t('queue.progress')} />
      <span className="dim">{t('queue.sentOf', { sent: sizeText(sent), size: sizeText(size) })}</span>
    </div>
  );
}
