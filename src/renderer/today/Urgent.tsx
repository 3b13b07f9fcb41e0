/**
 * An urgent arrival stands over every screen, with a sound when it comes, until somebody owns it: opened it, or told a
 * person by name.
 */
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { UrgentRow } from '../../contract/page/deadlines.ts';
import { api } from '../core.ts';
import { shortMoment } from '../format.ts';
import { inDialog } from '../keys/place.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { goSaved } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { useLook } from '../theme/look.ts';
import { alarm } from './alarm.ts';
import './today.css';

const TOPICS = ['incoming', 'deadlines'] as const;
const load = () => api['urgent.list']({});
/** The rest stand behind the number; each comes up as the ones before it are owned. */
const SHOWN = 2;
/** In a window of so many pixels (text at twice its size) one leaves room for the work. */
const LOW = 500;
function useShown(): number {
  const [shown, setShown] = useState(window.innerHeight < LOW ? 1 : SHOWN);
  useEffect(() => {
    const resized = (): void => setShown(window.innerHeight < LOW ? 1 : SHOWN);
    window.addEventListener('resize', resized);
    return () => window.removeEventListener('resize', resized);
  }, []);
  return shown;
}

export function UrgentBanner() {
  const { value, reload } = useLoaded(load, TOPICS);
  const shown = useShown();
  const known = useRef(new Set<string>());
  const rows = value?.rows ?? [];
  const [over, setOver] = useState<readonly string[]>([]);
  useEffect(() => {
    const fresh = (value?.rows ?? []).filter((row) => !known.current.has(row.id));
    for (const row of fresh) known.current.add(row.id);
    if (fresh.length > 0 && inDialog()) setOver((now) => [...now, ...fresh.map(({ id }) => id)]);
    if (fresh.length > 0 && useLook.getState().look.urgentSound) alarm();
  }, [value]);
  return (
    <div className="urgent-banners">
      {rows.slice(0, shown).map((row) => (
        <One key={row.id} row={row} onDone={() => void reload()} />
      ))}
      {rows.length > shown ? <div className="dim">{t('urgent.more', { count: rows.length - shown })}</div> : null}
      <OverDialogue rows={rows.filter(({ id }) => over.includes(id))} onSeen={() => setOver([])} onDone={() => void reload()} />
    </div>
  );
}

const LOOK_MS = 400;
/** A dialogue lies over the banner: what comes while one is open is said above it too, until it was seen or the dialogue is closed. */
function OverDialogue(props: { readonly rows: readonly UrgentRow[]; readonly onSeen: () => void; readonly onDone: () => void }) {
  const { rows, onSeen, onDone } = props;
  const act = useAct();
  const [row] = rows;
  const seen = useRef(onSeen);
  seen.current = onSeen;
  const some = row !== undefined;
  useEffect(() => {
    if (!some) return;
    const timer = setInterval(() => !inDialog() && seen.current(), LOOK_MS);
    return () => clearInterval(timer);
  }, [some]);
  if (row === undefined) return null;
  const open = async (): Promise<void> => {
    if (!(await act.run(() => api['urgent.own']({ id: row.id, how: 'opened', name: '' })))) return;
    onSeen();
    onDone();
    goSaved({ at: 'incoming', id: row.id });
  };
  return createPortal(
    <div className="urgent-over" role="alert">
      <UrgencyBadge priority={row.priority} />
      <span className="clamped">{t('urgent.over', { sender: row.sender, what: [row.code, row.subject].filter(Boolean).join(' – ') })}</span>
      {act.error ? <b>{errorText(act.error)}</b> : null}
      {rows.length > 1 ? <span>{t('urgent.more', { count: rows.length - 1 })}</span> : null}
      <Button color="red" size="compact-sm" loading={act.busy} onClick={() => leaveThen(() => void open())}>
        {t('urgent.open')}
      </Button>
      <Button variant="default" size="compact-sm" onClick={onSeen}>
        {t('urgent.overLater')}
      </Button>
    </div>,
    document.body,
  );
}

function One({ row, onDone }: { readonly row: UrgentRow; readonly onDone: () => void }) {
  const [telling, setTelling] = useState(false);
  const [name, setName] = useState('');
  const act = useAct();
  const own = async (how: 'opened' | 'told'): Promise<void> => {
    if (!(await act.run(() => api['urgent.own']({ id: row.id, how, name })))) return;
    setTelling(false);
    onDone();
    if (how === 'opened') goSaved({ at: 'incoming', id: row.id });
  };
  return (
    <section className="urgent-banner" role="alert" aria-label={t('urgent.label')}>
      <UrgencyBadge priority={row.priority} />
      <div className="urgent-words">
        <b>{t('urgent.arrived', { at: shortMoment(row.arrivedAt, Date.now()), sender: row.sender })}</b>
        <div className="clamped">{[row.code, row.subject].filter(Boolean).join(' – ')}</div>
        {telling ? null : <ErrorNote error={act.error} onClose={act.clear} />}
      </div>
      <Button color="red" loading={act.busy} onClick={() => leaveThen(() => void own('opened'))}>
        {t('urgent.open')}
      </Button>
      <Button variant="default" onClick={() => setTelling(true)}>
        {t('urgent.tell')}
      </Button>
      {telling ? (
        <FormDialog
          title={t('urgent.tellTitle')}
          lead={t('urgent.tellLead')}
          submit={t('urgent.tellDo')}
          act={act}
          dirty={name !== ''}
          canSubmit={name.trim() !== ''}
          onSubmit={() => void own('told')}
          onClose={() => setTelling(false)}
        >
          <TextInput
            label={t('urgent.name')}
            required
            maxLength={100}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      ) : null}
    </section>
  );
}
