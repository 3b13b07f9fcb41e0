/** Ký số: what waits for which token; documents are seen, ticked and signed together on one PIN. */
import { Alert, Button, Checkbox, Group, Text, Title } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { WaitingRow } from '../../contract/page/signing.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { PdfPages } from '../viewer/later.tsx';
import { BatchDialog } from './BatchDialog.tsx';
import './signing.css';
import '../viewer/viewer.css';
import { useMayAct } from '../parts/may.tsx';

const TOPICS = ['outgoing'] as const;
const load = () => api['signing.waiting']({});
const DESKS = ['leader', 'agency'] as const;
export type Desk = (typeof DESKS)[number];
/** As many as one act takes. */
const MOST = 100;

export function BatchScreen() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [desk, setDesk] = useState<Desk>('leader');
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('menu.signing')}</Title>
        <div className="tabs screen-tabs" role="tablist" aria-label={t('menu.signing')}>
          {DESKS.map((one) => (
            <button type="button" key={one} role="tab" className="tab" aria-selected={desk === one} onClick={() => setDesk(one)}>
              {t(`batch.${one}`, { count: value[one].length })}
            </button>
          ))}
        </div>
      </div>
      {value.expiring.map(({ name, days, step }) => (
        <Alert key={name} color={step === 60 ? 'yellow' : 'orange'} variant="light" py={6} mb={6}>
          {t('signing.expiring', { name, days })}
        </Alert>
      ))}
      {value.cutOff ? (
        <Alert color="orange" variant="light" role="status" mb={6}>
          {t('batch.cutOff', { at: momentText(value.cutOff.at), signed: value.cutOff.signed, left: value.cutOff.left })}
        </Alert>
      ) : null}
      <DeskList key={desk} desk={desk} rows={value[desk]} reload={reload} />
    </>
  );
}

function DeskList({
  desk,
  rows,
  reload,
}: {
  readonly desk: Desk;
  readonly rows: readonly WaitingRow[];
  readonly reload: () => Promise<void>;
}) {
  const [shown, setShown] = useState<string>();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [signing, setSigning] = useState<readonly WaitingRow[]>();
  const { seen, look } = useSeen();
  const mayAct = useMayAct();
  const current = rows.find((row) => row.id === shown) ?? rows[0];
  const onSeen = useCallback((page: number, pages: number) => current && look(current.fileId, page, pages), [current, look]);
  // What was ticked and then changed elsewhere is not signed unseen.
  const key = (row: WaitingRow): string => `${row.id} ${row.fileId}`;
  const chosen = rows.filter((row) => ticked.has(key(row)));
  const mayTick = (row: WaitingRow): boolean => desk === 'agency' || seen.has(row.fileId);
  const tick = (row: WaitingRow, on: boolean): void =>
    setTicked((old) => {
      const next = new Set(old);
      if (on) next.add(key(row));
      else next.delete(key(row));
      return next;
    });
  // What is signed leaves the list under the dialogue, which stays to say what came of it.
  const dialog = signing ? (
    <BatchDialog
      desk={desk}
      rows={signing}
      onClose={() => {
        setSigning(undefined);
        setTicked(new Set());
        void reload();
      }}
    />
  ) : null;
  const list = (
    <>
      <Group justify="space-between" my={8}>
        <Text c="dimmed">{t(`batch.lead.${desk}`)}</Text>
        <Group>
          {desk === 'agency' ? (
            <Button variant="default" onClick={() => setTicked(new Set(rows.slice(0, MOST).map(key)))}>
              {t('batch.all')}
            </Button>
          ) : null}
          {mayAct(desk) ? (
            <Button disabled={chosen.length === 0 || chosen.length > MOST} onClick={() => setSigning(chosen)}>
              {t('batch.sign', { count: chosen.length })}
            </Button>
          ) : null}
        </Group>
      </Group>
      <div className="batch">
        <ul className="batch-list sheet" aria-label={t('batch.list')}>
          {rows.map((row) => (
            <li key={row.id} className={row === current ? 'batch-row batch-row-shown' : 'batch-row'}>
              <Checkbox
                checked={ticked.has(key(row))}
                disabled={!mayTick(row)}
                onChange={(event) => tick(row, event.currentTarget.checked)}
                aria-label={t(desk === 'leader' ? 'batch.tickSeen' : 'batch.tick', { name: row.subject })}
                title={mayTick(row) ? undefined : t('batch.seeFirst')}
              />
              <button type="button" onClick={() => setShown(row.id)} aria-current={row === current}>
                <b>{[row.typeName, row.code].filter(Boolean).join(' ')}</b>
                <span>{row.subject}</span>
                <span className="dim">
                  {row.signer} · {t('batch.pages', { count: row.pages })}
                  {seen.has(row.fileId) ? ` · ${t('batch.seen')}` : ''}
                </span>
                {row.turn ? <span className="dim">{t('signing.turn', row.turn)}</span> : null}
                {row.refused ? (
                  <span className={desk === 'agency' ? 'signer-refused' : 'signer-advice'}>{errorText(row.refused)}</span>
                ) : null}
              </button>
              <Button variant="subtle" size="compact-sm" onClick={() => go({ at: 'outgoing', id: row.id })}>
                {t('batch.open')}
              </Button>
            </li>
          ))}
        </ul>
        <div className="batch-pages sheet">
          {current ? <PdfPages key={current.fileId} fileId={current.fileId} size={current.size} zoom={1} onSeen={onSeen} /> : null}
        </div>
      </div>
    </>
  );
  return (
    <>
      {rows.length === 0 ? <EmptyNote title={t(`batch.empty.${desk}`)} next={t(`batch.emptyNext.${desk}`)} /> : list}
      {dialog}
    </>
  );
}

/** Files of which every page was in sight. */
function useSeen() {
  const [pages, setPages] = useState<ReadonlyMap<string, { readonly seen: ReadonlySet<number>; readonly of: number }>>(new Map());
  const look = useCallback((fileId: string, page: number, of: number): void => {
    setPages((old) => {
      const known = old.get(fileId);
      if (known?.seen.has(page)) return old;
      return new Map(old).set(fileId, { seen: new Set([...(known?.seen ?? []), page]), of });
    });
  }, []);
  const seen = useMemo(() => new Set([...pages].filter(([, { seen: some, of }]) => some.size >= of).map(([fileId]) => fileId)), [pages]);
  return { seen, look };
}
