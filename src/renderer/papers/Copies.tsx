/** Sổ bản sao: the copies of a year; each is printed, signed by the agency, or its number cancelled. */
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { CopyIssueRow } from '../../contract/page/copies.ts';
import type { PrintedFile } from '../../contract/page/paper.ts';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { BookDialog } from './BookDialog.tsx';
import { MakeCopy } from './MakeCopy.tsx';
import { PrintedDialog } from './parts.tsx';

const SignDialog = later(() => import('../signing/index.ts'), Waiting);
const TOPICS = ['paper', 'outgoing', 'incoming'] as const;

export function CopyBook() {
  const [year, setYear] = useState<string>();
  const load = useCallback(() => api['copies.list'](year === undefined ? {} : { year }), [year]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [making, setMaking] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Text c="dimmed" className="papers-lead">
        {t('cp.lead')}
      </Text>
      <Group gap="sm">
        <For call="copies.make">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setMaking(true)}>
            {t('cp.make')}
          </Button>
        </For>
        <For call="copies.print">
          <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => setPrinting(true)}>
            {t('cp.print')}
          </Button>
        </For>
        <Select
          aria-label={t('registers.period')}
          w={110}
          data={value.years}
          value={value.year}
          allowDeselect={false}
          onChange={(one) => setYear(one ?? undefined)}
        />
      </Group>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet papers-sheet">
        {value.rows.length === 0 ? (
          <EmptyNote title={t('cp.empty', { year: value.year })} next={t('cp.emptyNext')} />
        ) : (
          <table className="plain-table" aria-label={t('pd.tab.copies')}>
            <thead>
              <tr>
                <th scope="col">{t('cp.col.code')}</th>
                <th scope="col">{t('cp.form')}</th>
                <th scope="col">{t('cp.col.source')}</th>
                <th scope="col">{t('cp.col.for')}</th>
                <th scope="col" aria-label={t('cp.show')} />
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <CopyLine key={row.id} row={row} onShow={setPrinted} onDone={() => void reload()} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {making ? (
        <MakeCopy
          next={value.next}
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            say(t('cp.made', { code: made.code }));
            if (made.print) setPrinted(made.print);
            void reload();
          }}
        />
      ) : null}
      {printing ? (
        <BookDialog
          title={t('cp.print')}
          call="copies.print"
          years={value.years}
          year={value.year}
          onClose={() => setPrinting(false)}
          onMade={setPrinted}
        />
      ) : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

function CopyLine({
  row,
  onShow,
  onDone,
}: {
  readonly row: CopyIssueRow;
  readonly onShow: (file: PrintedFile) => void;
  readonly onDone: () => void;
}) {
  const [dialog, setDialog] = useState<'sign' | 'cancel'>();
  const { source, toSign } = row;
  const open = (): void => {
    if (row.incomingId !== undefined) go({ at: 'incoming', id: row.incomingId });
    else if (row.outgoingId !== undefined) go({ at: 'outgoing', id: row.outgoingId });
  };
  const words = [source.code, dateText(source.date), source.agency].filter(Boolean).join(', ');
  return (
    <tr>
      <td className="papers-nowrap">
        <b>{row.code}</b>
        <div className="dim">{dateText(row.date)}</div>
      </td>
      <td>
        {t(`cp.form.${row.form}`)}
        <div className="dim">{[t(`cp.direction.${row.direction}`), row.parts].filter(Boolean).join('; ')}</div>
      </td>
      <td style={{ width: '34%' }}>
        {row.incomingId === undefined && row.outgoingId === undefined ? (
          words
        ) : (
          <button type="button" className="link" onClick={open}>
            {words}
          </button>
        )}
        <div className="dim">{source.subject}</div>
      </td>
      <td>
        {row.forWhom}
        <div className="dim">
          {row.copies} · {row.signer}
        </div>
      </td>
      <td>
        {row.state === 'cancelled' ? (
          <span className="dim">
            {t('cp.state.cancelled')}. {row.reason}
          </span>
        ) : (
          <div className="papers-acts">
            {row.print ? (
              <Button size="compact-md" variant="default" onClick={() => row.print && onShow(row.print)}>
                {t('cp.show')}
              </Button>
            ) : null}
            {toSign ? (
              <For call="signing.performAll">
                <Button size="compact-md" onClick={() => setDialog('sign')}>
                  {t('cp.sign')}
                </Button>
              </For>
            ) : null}
            {row.signed ? (
              <Button size="compact-md" variant="default" onClick={() => row.signed && onShow(row.signed)}>
                {t('cp.signed')}
              </Button>
            ) : null}
            <For call="copies.cancel">
              <Button size="compact-md" variant="default" onClick={() => setDialog('cancel')}>
                {t('cp.cancel')}
              </Button>
            </For>
          </div>
        )}
        {dialog === 'sign' && toSign ? (
          <SignDialog
            documentId={toSign.fileId}
            act={toSign.kind}
            onClose={() => setDialog(undefined)}
            onSigned={() => {
              setDialog(undefined);
              say(t('signing.done'));
              onDone();
            }}
          />
        ) : null}
        {dialog === 'cancel' ? <CancelDialog row={row} onClose={() => setDialog(undefined)} onDone={onDone} /> : null}
      </td>
    </tr>
  );
}

function CancelDialog({ row, onClose, onDone }: { readonly row: CopyIssueRow; readonly onClose: () => void; readonly onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [allowedBy, setAllowedBy] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['copies.cancel']({ id: row.id, reason, allowedBy })))) return;
    say(t('cp.cancelled'));
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={t('cp.cancelTitle', { code: row.code })}
      submit={t('cp.cancel')}
      danger
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== '' && allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('pd.reason')}
        required
        maxLength={300}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t('cp.allowedBy')}
        required
        maxLength={50}
        value={allowedBy}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
