/**
 * An urgent arrival stands over every screen, with a sound when it comes, until somebody owns it: opened it, or told a
 * person by name.
 */
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { UrgentRow } from '../../contract/page/deadlines.ts';
import { api } from '../core.ts';
import { shortMoment } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
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
  useEffect(() => {
    const fresh = (value?.rows ?? []).filter((row) => !known.current.has(row.id));
    for (const row of fresh) known.current.add(row.id);
    if (fresh.length > 0 && useLook.getState().look.urgentSound) alarm();
  }, [value]);
  return (
    <div className="urgent-banners">
      {rows.slice(0, shown).map((row) => (
        <One key={row.id} row={row} onDone={() => void reload()} />
      ))}
      {rows.length > shown ? <div className="dim">{t('urgent.more', { count: rows.length - shown })}</div> : null}
    </div>
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
    if (how === 'opened') go({ at: 'incoming', id: row.id });
  };
  return (
    <section className="urgent-banner" role="alert" aria-label={t('urgent.label')}>
      <UrgencyBadge priority={row.priority} />
      <div className="urgent-words">
        <b>{t('urgent.arrived', { at: shortMoment(row.arrivedAt, Date.now()), sender: row.sender })}</b>
        <div className="clamped">{[row.code, row.subject].filter(Boolean).join(' – ')}</div>
        {telling ? null : <ErrorNote error={act.error} onClose={act.clear} />}
      </div>
      <Button color="red" loading={act.busy} onClick={() => void own('opened')}>
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
