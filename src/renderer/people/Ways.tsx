/** One's own ways in, the office's recovery code, the lock of the screen, another key for the store. */
import { Alert, Button, NumberInput, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { WayKind, WayRow } from '../../contract/page/people.ts';
import { api, useCore } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { RekeyPart } from './Rekey.tsx';
import { RecoveryDialog, RemoveDialog, SetDialog, TokenDialog } from './wayDialogs.tsx';
import './people.css';

const TOPICS = [] as const;
const load = () => api['ways.list']({});
const DAILY = ['passphrase', 'os', 'token'] as const;
type Open = { readonly what: 'set' | 'remove'; readonly way: WayKind; readonly row?: WayRow | undefined };

export default function Ways() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const [open, setOpen] = useState<Open>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const rowOf = (way: WayKind): WayRow | undefined => value.ways.find((row) => row.way === way);
  const hasPassphrase = rowOf('passphrase') !== undefined;
  const mine = DAILY.flatMap((way) => rowOf(way) ?? []).length;
  const done = (note: string): void => {
    setOpen(undefined);
    say(note);
    void reload();
  };
  const close = (): void => setOpen(undefined);
  const dialog = { asksOwn: hasPassphrase, onClose: close, onDone: done };
  return (
    <>
      {value.keysMended ? (
        <Alert color="orange" variant="light" role="alert">
          {t('ways.mended')}
        </Alert>
      ) : null}
      <Title order={3}>{t('ways.mine')}</Title>
      <div>
        {DAILY.map((way) => (
          <Row
            key={way}
            way={way}
            row={rowOf(way)}
            able={way !== 'os' || value.osKeyStore}
            onSet={() => setOpen({ what: 'set', way })}
            {...(mine > 1 ? { onRemove: () => setOpen({ what: 'remove', way, row: rowOf(way) }) } : {})}
          />
        ))}
        {administrator ? <Row way="recovery" row={rowOf('recovery')} able onSet={() => setOpen({ what: 'set', way: 'recovery' })} /> : null}
      </div>
      <LockPart administrator={administrator} />
      {administrator ? <RekeyPart ways={value.ways} /> : null}
      {open?.what === 'set' && (open.way === 'passphrase' || open.way === 'os') ? <SetDialog way={open.way} {...dialog} /> : null}
      {open?.what === 'set' && open.way === 'token' ? <TokenDialog {...dialog} /> : null}
      {open?.what === 'set' && open.way === 'recovery' ? <RecoveryDialog {...dialog} /> : null}
      {open?.what === 'remove' && open.row ? <RemoveDialog row={open.row} {...dialog} /> : null}
    </>
  );
}

interface RowProps {
  readonly way: WayKind;
  readonly row: WayRow | undefined;
  readonly able: boolean;
  readonly onSet: () => void;
  readonly onRemove?: () => void;
}
function Row({ way, row, able, onSet, onRemove }: RowProps) {
  const state = row === undefined ? t('ways.hasNot') : row.current ? `${t('ways.has')}, ${t('ways.current')}` : t('ways.has');
  const name = t(`way.${way}`);
  return (
    <div className="ways-row">
      <Text fw={600}>{name}</Text>
      <Text c="dimmed">{able ? t(`way.${way}.lead`) : t('ways.absent')}</Text>
      <span className="ways-state">{state}</span>
      <div className="ways-acts">
        {row && onRemove && way !== 'recovery' ? (
          <Button variant="subtle" size="compact-md" color="red" aria-label={`${t('ways.remove')}: ${name}`} onClick={onRemove}>
            {t('ways.remove')}
          </Button>
        ) : null}
        <Button variant="default" size="compact-md" disabled={!able} aria-label={`${setText(way, row)}: ${name}`} onClick={onSet}>
          {setText(way, row)}
        </Button>
      </div>
    </div>
  );
}
const setText = (way: WayKind, row: WayRow | undefined): string =>
  way === 'recovery' ? t('ways.newRecovery') : row === undefined ? t('ways.set') : t('ways.change');

const loadLock = () => api['lock.settings']({});
function LockPart({ administrator }: { readonly administrator: boolean }) {
  const { value, reload } = useLoaded(loadLock, TOPICS);
  const [minutes, setMinutes] = useState<number>();
  const act = useAct();
  const now = minutes ?? value?.idleMinutes;
  const save = async (): Promise<void> => {
    if (now === undefined) return;
    if (!(await act.run(() => api['lock.set']({ idleMinutes: now })))) return;
    await reload();
    say(t('settings.saved'));
  };
  return (
    <>
      <Title order={3}>{t('lock.title')}</Title>
      <Text>{t('lock.lead')}</Text>
      <div className="settings-acts">
        <NumberInput
          label={t('lock.minutes')}
          min={1}
          max={120}
          allowDecimal={false}
          disabled={!administrator}
          value={now ?? ''}
          onChange={(next) => setMinutes(typeof next === 'number' ? next : undefined)}
          w={260}
        />
        {administrator ? (
          <Button mt={24} loading={act.busy} disabled={now === undefined || now === value?.idleMinutes} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        ) : null}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
