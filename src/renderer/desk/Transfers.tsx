/** To whom a document was handed over, and who signed for it. */
import { TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { PrintedFile, TransferRow } from '../../contract/page/transfers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText, momentText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Printed } from './Printed.tsx';
import './desk.css';

const TOPICS = ['incoming'] as const;

export function Transfers({ id }: { readonly id: string }) {
  const load = useCallback(() => api['transfers.ofDocument']({ id }), [id]);
  const { value, error, reload } = useLoaded(load, TOPICS, id);
  if (error === undefined && (value === undefined || value.rows.length === 0)) return null;
  return (
    <Section title={t('transfer.section')}>
      <ErrorNote error={error} />
      <ul className="trail">
        {value?.rows.map((row) => (
          <li key={row.id}>
            <span className="trail-text">{t('transfer.line', { way: t(`transfer.way.${row.way}Done`), to: row.to, code: row.code })}</span>
            <span className="dim">
              {momentText(row.at)} · {row.by}
              {row.place ? ` · ${row.place}` : ''}
            </span>
            <Signed row={row} onDone={() => void reload()} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whether it was signed for, and what the clerk may do about it. */
export function Signed({ row, onDone }: { readonly row: TransferRow; readonly onDone: () => void }) {
  const clerk = useCore((s) => s.app?.me?.roles.includes('clerk') ?? false);
  const [signing, setSigning] = useState(false);
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const unsign = async (): Promise<void> => {
    if (!(await act.run(() => api['transfers.unsigned']({ id: row.id })))) return;
    say(t('transfer.unsign.done'));
    onDone();
  };
  return (
    <>
      <span className="desk-line">
        {row.signed ? (
          <span>{t('transfer.signedBy', { name: row.signed.name, date: dateText(row.signed.date) })}</span>
        ) : (
          <span className="overdue">{t('transfer.waiting')}</span>
        )}
        {clerk ? (
          <>
            <button type="button" className="link" disabled={act.busy} onClick={() => (row.signed ? void unsign() : setSigning(true))}>
              {t(row.signed ? 'transfer.unsign' : 'transfer.sign')}
            </button>
            {row.way === 'text' ? null : (
              <button
                type="button"
                className="link"
                disabled={act.busy}
                onClick={() => void act.run(async () => setPrinted(await api['transfers.print']({ id: row.id })))}
              >
                {t('transfer.print')}
              </button>
            )}
          </>
        ) : null}
      </span>
      <ErrorNote error={act.error} onClose={act.clear} />
      {signing ? (
        <SignDialog
          row={row}
          onClose={() => setSigning(false)}
          onDone={() => {
            setSigning(false);
            onDone();
          }}
        />
      ) : null}
      {printed ? <Printed file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

function SignDialog({ row, onClose, onDone }: { readonly row: TransferRow; readonly onClose: () => void; readonly onDone: () => void }) {
  const [name, setName] = useState(row.to);
  const [date, setDate] = useState<string | undefined>(legalDateOf(Date.now()));
  const act = useAct();
  const save = async (): Promise<void> => {
    if (date === undefined || !(await act.run(() => api['transfers.signed']({ id: row.id, name, date })))) return;
    say(t('transfer.sign.done'));
    onDone();
  };
  return (
    <FormDialog
      title={t('transfer.sign.title')}
      lead={t('transfer.sign.lead', { code: row.code })}
      submit={t('transfer.sign')}
      act={act}
      dirty={name !== row.to}
      canSubmit={name.trim() !== '' && date !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('transfer.sign.name')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        data-autofocus
      />
      <DateField label={t('transfer.sign.date')} toward="past" required value={date} onDate={setDate} />
    </FormDialog>
  );
}
