/** Closed files that wait for the office's archive: ticked, their papers looked at, marked as handed over; and what was before. */
import { Button, Checkbox, Group, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { runToEnd } from '../parts/work.ts';
import { Printed } from '../registers/Printed.tsx';
import type { PrintedFile } from '../registers/useJob.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { StateWord } from './Year.tsx';

const TOPICS = ['dossiers'] as const;
const load = async () => {
  const [{ rows }, { rows: before }] = await Promise.all([api['dossiers.waiting']({}), api['dossiers.handovers']({})]);
  return { rows, before };
};

export function HandIn({ onBack }: { readonly onBack: () => void }) {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const me = useCore((s) => s.app?.me?.name ?? '');
  const may = useMay()('dossiers.handOver');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [date, setDate] = useState<string | undefined>(legalDateOf(Date.now()));
  const [form, setForm] = useState({ giver: me, receiver: '', receiverPosition: '', note: '' });
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  if (printed) return <Printed file={printed} onBack={() => setPrinted(undefined)} />;
  const rows = value?.rows ?? [];
  const ids = rows.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
  const flip = (id: string): void => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  const preview = async (which: 'list' | 'minutes'): Promise<void> => {
    if (date === undefined) return;
    const made = await act.run(() => api['dossiers.draftHandOver']({ ids, date, ...form }));
    if (made) setPrinted(made[which]);
  };
  const hand = async (): Promise<void> => {
    if (date === undefined) return;
    if (!(await act.run(() => runToEnd(t('work.handIn', { count: ids.length }), () => api['dossiers.handOver']({ ids, date, ...form })))))
      return;
    say(t('ds.hand.done', { count: ids.length }));
    setTicked(new Set());
    void reload();
  };
  const ready = ids.length > 0 && date !== undefined;
  return (
    <>
      <div className="screen-head">
        <Button variant="default" leftSection={<Icon name="back" size={18} />} onClick={onBack}>
          {t('ds.back')}
        </Button>
        <Title order={2}>{t('ds.hand.title')}</Title>
      </div>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      {value === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : (
        <div className="sheet scroll-sheet ds-hand">
          {rows.length === 0 ? (
            <EmptyNote title={t('ds.hand.none')} next={t('ds.hand.noneNext')} />
          ) : (
            <>
              {may ? <p className="dim">{t('ds.hand.lead')}</p> : null}
              <table className="plain-table" aria-label={t('ds.hand.title')}>
                <thead>
                  <tr>
                    {may ? (
                      <th scope="col">
                        <Checkbox
                          aria-label={t('ds.hand.tickAll')}
                          checked={ids.length === rows.length}
                          indeterminate={ids.length > 0 && ids.length < rows.length}
                          onChange={(e) => setTicked(new Set(e.currentTarget.checked ? rows.map(({ id }) => id) : []))}
                        />
                      </th>
                    ) : null}
                    <th scope="col">{t('ds.col.notation')}</th>
                    <th scope="col">{t('ds.col.title')}</th>
                    <th scope="col">{t('ds.col.maintenance')}</th>
                    <th scope="col">{t('ds.col.documents')}</th>
                    <th scope="col">{t('ds.col.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      {may ? (
                        <td>
                          <Checkbox
                            aria-label={t('ds.hand.tick', { notation: row.notation })}
                            checked={ticked.has(row.id)}
                            onChange={() => flip(row.id)}
                          />
                        </td>
                      ) : null}
                      <td className="figure">
                        <b>{row.notation}</b> <span className="dim">({row.year})</span>
                      </td>
                      <td>
                        <button type="button" className="link ds-open" onClick={() => go({ at: 'dossiers', id: row.id })}>
                          {row.title}
                        </button>
                      </td>
                      <td>{row.maintenance}</td>
                      <td className="figure">{t('ds.count', { documents: numberText(row.documents), pages: numberText(row.pages) })}</td>
                      <td>
                        <StateWord row={row} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {may ? (
                <div className="ds-hand-form">
                  <DateField label={t('ds.hand.date')} required value={date} latest="today" onDate={setDate} />
                  {(['giver', 'receiver', 'receiverPosition', 'note'] as const).map((name) => (
                    <TextInput
                      key={name}
                      label={t(`ds.hand.${name}`)}
                      required={name === 'giver' || name === 'receiver'}
                      maxLength={name === 'note' ? 300 : 100}
                      value={form[name]}
                      onChange={(e) => {
                        const { value: text } = e.currentTarget;
                        setForm((now) => ({ ...now, [name]: text }));
                      }}
                    />
                  ))}
                  <Group gap="sm">
                    <Button variant="default" disabled={!ready} loading={act.busy} onClick={() => void preview('list')}>
                      {t('ds.hand.previewList')}
                    </Button>
                    <Button variant="default" disabled={!ready} loading={act.busy} onClick={() => void preview('minutes')}>
                      {t('ds.hand.previewMinutes')}
                    </Button>
                    <Button
                      disabled={!ready || form.giver.trim() === '' || form.receiver.trim() === ''}
                      loading={act.busy}
                      onClick={() => void hand()}
                    >
                      {t('ds.hand.do', { count: ids.length })}
                    </Button>
                  </Group>
                </div>
              ) : null}
            </>
          )}
          {value.before.length === 0 ? null : (
            <section aria-label={t('ds.hand.before')} className="ds-hand-before">
              <h3>{t('ds.hand.before')}</h3>
              <ul className="ds-events">
                {value.before.map((one) => (
                  <li key={one.id}>
                    {t('ds.hand.beforeLine', { date: dateText(one.date), count: one.files, giver: one.giver, receiver: one.receiver })}{' '}
                    {one.list ? (
                      <button type="button" className="link" onClick={() => one.list && setPrinted(one.list)}>
                        {t('ds.hand.seeList')}
                      </button>
                    ) : null}{' '}
                    {one.minutes ? (
                      <button type="button" className="link" onClick={() => one.minutes && setPrinted(one.minutes)}>
                        {t('ds.hand.seeMinutes')}
                      </button>
                    ) : null}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </>
  );
}
