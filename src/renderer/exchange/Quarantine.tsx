/** Văn bản lỗi, chờ xử lý: packages that could not become documents, kept as they came, each with its reason and its acts. */
import { Button, Group, Modal, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { QuarantineRow } from '../../contract/page/incoming.ts';
import { RETURN_REASONS, type ReturnReason } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { Orphans } from '../folder/Orphans.tsx';
import { momentText, sizeText } from '../format.ts';
import { composes } from '../keys/chord.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Fact, Facts } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { maybeOneOf, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import './exchange.css';
import { For, useMay } from '../parts/may.tsx';

const TOPICS = ['quarantine', 'exchange'] as const;
const loadRows = () => api['quarantine.list']({});
type Shown = { readonly row: QuarantineRow; readonly what: 'facts' | 'return' | 'close' };

/** The reason of the list that fits why it was set aside; the clerk may choose another. */
const SUGGESTED: Readonly<Record<string, ReturnReason>> = {
  'axis.other_office': 'wrong_recipient',
  'axis.missing_pdf': 'pages_missing',
  'axis.promised_file_missing': 'appendix_missing',
  'axis.empty_attachment': 'unreadable',
  'axis.not_a_pdf': 'unreadable',
};
const canReturn = (row: QuarantineRow): boolean => row.hasOriginal && row.returnedAt === undefined && row.closedAt === undefined;

export default function Quarantine() {
  const { value, error, reload } = useLoaded(loadRows, TOPICS);
  const rows = value?.rows ?? [];
  const may = useMay();
  const [shown, setShown] = useState<Shown>();
  const done = (words: string): void => {
    setShown(undefined);
    say(words);
    void reload();
  };
  const keys = (row: QuarantineRow) => (event: KeyboardEvent<HTMLElement>) => {
    if (composes(event.nativeEvent)) return;
    if (event.key === 'Enter') setShown({ row, what: 'facts' });
    if (
      event.key.toLowerCase() === 't' &&
      !event.ctrlKey &&
      !event.altKey &&
      !event.metaKey &&
      canReturn(row) &&
      may('quarantine.return')
    ) {
      event.preventDefault();
      setShown({ row, what: 'return' });
    }
    const next = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : undefined;
    if (next === undefined) return;
    event.preventDefault();
    (event.currentTarget[next] as HTMLElement | null)?.focus();
  };
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('quarantine.title')}</Title>
      </div>
      <ErrorNote error={error} />
      {value === undefined && error === undefined ? <Waiting /> : null}
      {value && rows.length === 0 ? (
        <div className="sheet scroll-sheet">
          <EmptyNote title={t('quarantine.empty')} next={t('quarantine.emptyNext')} />
        </div>
      ) : null}
      {rows.length > 0 ? (
        <>
          <Text>{t('quarantine.lead')}</Text>
          <div className="sheet scroll-sheet">
            <table className="plain-table" aria-label={t('quarantine.title')}>
              <thead>
                <tr>
                  <th scope="col" style={{ width: 190 }}>
                    {t('quarantine.sender')}
                  </th>
                  <th scope="col" style={{ width: 115 }}>
                    {t('quarantine.at')}
                  </th>
                  <th scope="col">{t('quarantine.reason')}</th>
                  <th scope="col" style={{ width: 170 }}>
                    {t('quarantine.docId')}
                  </th>
                  <th scope="col" style={{ width: 170 }}>
                    {t('quarantine.handled')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr
                    key={row.id}
                    className={row.closedAt === undefined ? 'row-open' : 'row-open quarantine-closed'}
                    tabIndex={0}
                    onClick={() => setShown({ row, what: 'facts' })}
                    onKeyDown={keys(row)}
                  >
                    <td>{row.sender || <span className="dim">{t('quarantine.senderUnknown')}</span>}</td>
                    <td>{momentText(row.at)}</td>
                    <td>{errorText(row.reason)}</td>
                    <td>
                      {row.docId}
                      <div className="dim">{sizeText(row.size)}</div>
                    </td>
                    <td>{handledText(row)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
      <Orphans />
      {shown?.what === 'facts' ? (
        <Original row={shown.row} onClose={() => setShown(undefined)} onAct={(what) => setShown({ row: shown.row, what })} onDone={done} />
      ) : null}
      {shown?.what === 'return' ? <ReturnDialog row={shown.row} onClose={() => setShown(undefined)} onDone={done} /> : null}
      {shown?.what === 'close' ? <CloseDialog row={shown.row} onClose={() => setShown(undefined)} onDone={done} /> : null}
    </>
  );
}

function handledText(row: QuarantineRow): string {
  if (row.returnedAt !== undefined) return t('quarantine.returned', { at: momentText(row.returnedAt), by: row.handling?.by ?? '' });
  if (row.closedAt !== undefined) return t('quarantine.closed', { at: momentText(row.closedAt), by: row.handling?.by ?? '' });
  return t(row.markedFail ? 'quarantine.waitsTold' : 'quarantine.waits');
}

interface DialogProps {
  readonly row: QuarantineRow;
  readonly onClose: () => void;
  readonly onDone: (words: string) => void;
}

/** What is known of a package that stayed outside, and what can be done with it. */
function Original({ row, onClose, onAct, onDone }: DialogProps & { readonly onAct: (what: 'return' | 'close') => void }) {
  const act = useAct();
  const again = async (): Promise<void> => {
    if (await act.run(() => api['quarantine.readAgain']({ id: row.id }))) onDone(t('quarantine.readingAgain'));
  };
  const save = async (): Promise<void> => {
    const saved = await act.run(() => api['quarantine.saveOriginal']({ id: row.id }));
    if (saved?.saved) onDone(t('quarantine.saved'));
  };
  const open = row.closedAt === undefined;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('quarantine.original')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p className="verdict verdict-bad">{errorText(row.reason)}</p>
      <Facts>
        <Fact name={t('quarantine.sender')}>{row.sender || t('quarantine.senderUnknown')}</Fact>
        <Fact name={t('quarantine.at')}>{momentText(row.at)}</Fact>
        <Fact name={t('quarantine.docId')}>{row.docId}</Fact>
        <Fact name={t('quarantine.size')}>{sizeText(row.size)}</Fact>
        <Fact name={t('quarantine.fail')}>{row.markedFail ? t('quarantine.failYes') : t('quarantine.failNo')}</Fact>
        <Fact name={t('quarantine.code')}>{row.reason.code}</Fact>
        <Fact name={t('quarantine.handled')}>{open ? undefined : handledText(row)}</Fact>
        <Fact name={t('quarantine.note')}>{row.handling?.note}</Fact>
      </Facts>
      {open ? <Text mt="md">{t(row.hasOriginal ? 'quarantine.next' : 'quarantine.nextGone')}</Text> : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group mt="md" className="dialog-foot">
        {canReturn(row) ? (
          <For call="quarantine.return">
            <Button onClick={() => onAct('return')} data-autofocus title={t('keys.tip', { words: t('quarantine.return'), key: 'T' })}>
              {t('quarantine.return')}
            </Button>
          </For>
        ) : null}
        {open && row.hasOriginal ? (
          <For call="quarantine.readAgain">
            <Button variant="default" loading={act.busy} onClick={() => void again()}>
              {t('quarantine.readAgain')}
            </Button>
          </For>
        ) : null}
        {row.hasOriginal ? (
          <For call="quarantine.saveOriginal">
            <Button variant="default" disabled={act.busy} onClick={() => void save()}>
              {t('quarantine.save')}
            </Button>
          </For>
        ) : null}
        {open ? (
          <For call="quarantine.close">
            <Button variant="default" onClick={() => onAct('close')}>
              {t('quarantine.close')}
            </Button>
          </For>
        ) : null}
      </Group>
    </Modal>
  );
}

interface Return {
  readonly reason: ReturnReason | undefined;
  readonly said: string;
}
const RETURN: Shape<Return> = { reason: maybeOneOf(...RETURN_REASONS), said: text(1000) };
const NOTE: Shape<{ readonly note: string }> = { note: text(1000) };
function ReturnDialog({ row, onClose, onDone }: DialogProps) {
  const kept = useKeptForm({ form: 'quarantine', of: row.id }, RETURN, () => ({ reason: SUGGESTED[row.reason.code], said: '' }));
  const { reason, said } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (reason === undefined) return;
    if (!(await act.run(() => api['quarantine.return']({ id: row.id, reason, text: said })))) return;
    void kept.end();
    onDone(t('quarantine.returnDone'));
  };
  return (
    <FormDialog
      title={t('quarantine.return.title')}
      lead={t('quarantine.return.lead')}
      submit={t('quarantine.return')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={reason !== undefined && (reason !== 'other' || said.trim() !== '')}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Radio.Group
        label={t('return.reason')}
        required
        value={reason ?? null}
        onChange={(v) => kept.set({ reason: RETURN_REASONS.find((r) => r === v) })}
      >
        <Stack gap={6} mt={6}>
          {RETURN_REASONS.map((r) => (
            <Radio key={r} value={r} label={t(`return.reason.${r}`)} {...(r === reason ? { 'data-autofocus': true } : {})} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('return.text')}
        description={reason === 'other' ? t('return.needText') : undefined}
        maxLength={1000}
        autosize
        minRows={2}
        value={said}
        onChange={(e) => kept.set({ said: e.currentTarget.value })}
      />
    </FormDialog>
  );
}

function CloseDialog({ row, onClose, onDone }: DialogProps) {
  const kept = useKeptForm({ form: 'quarantineEnd', of: row.id }, NOTE, () => ({ note: '' }));
  const { note } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['quarantine.close']({ id: row.id, note })))) return;
    void kept.end();
    onDone(t('quarantine.closeDone'));
  };
  return (
    <FormDialog
      title={t('quarantine.close.title')}
      lead={t('quarantine.close.lead')}
      submit={t('quarantine.close')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('quarantine.note')}
        maxLength={1000}
        autosize
        minRows={3}
        value={note}
        onChange={(e) => kept.set({ note: e.currentTarget.value })}
        data-autofocus
      />
    </FormDialog>
  );
}
