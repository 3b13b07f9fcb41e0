/** What the sender wants changed: the old document beside the new one, and the clerk's answer. */
import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { AmendmentRow, IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Compare } from './Compare.tsx';
import './incoming.css';

const TOPICS = ['incoming'] as const;

interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
/** @param open those that wait for an answer; else what became of the others */
export function IncomingAmendments({ doc, open = false, onDone }: Props & { readonly open?: boolean }) {
  return doc.amendments
    .filter((row) => (row.state === 'open') === open)
    .map((row) => <Request key={row.id} row={row} doc={doc} onDone={onDone} />);
}

/** "văn bản số 125/SNV-VP (số đến 1 203)", as far as it is known here. */
function named(original: IncomingDetail | undefined): string {
  if (!original?.code) return t('amendment.documentUnknown');
  const { code, arrivalNumber } = original;
  return arrivalNumber === undefined
    ? t('amendment.document', { code })
    : t('amendment.documentNumbered', { code, number: numberText(arrivalNumber) });
}

function Request({ row, doc, onDone }: { readonly row: AmendmentRow; readonly doc: IncomingDetail; readonly onDone: () => void }) {
  const docId = doc.id;
  const [comparing, setComparing] = useState(false);
  const load = useCallback(
    async () => (row.originalId === undefined || row.originalId === docId ? undefined : await api['incoming.get']({ id: row.originalId })),
    [row.originalId, docId],
  );
  const { value: other } = useLoaded(load, TOPICS, row.originalId);
  const original = row.originalId === docId ? doc : other;
  const [refusing, setRefusing] = useState(false);
  const act = useAct();
  const may = useMay();
  const answered = (): void => {
    setRefusing(false);
    say(t('amendment.answered'));
    onDone();
  };
  const agree = async (): Promise<void> => {
    if (await act.run(() => api['incoming.answerRecall']({ amendmentId: row.id, agree: true, text: '' }))) answered();
  };
  const { originalId, letterId } = row;
  return (
    <Alert
      color={row.state === 'open' ? 'orange' : 'gray'}
      variant="light"
      role={row.state === 'open' ? 'alert' : 'note'}
      className="asked"
    >
      {row.state === 'open'
        ? t(`amendment.asks.${row.kind}`, { organ: row.organName, document: named(original) })
        : t(`amendment.closed.${row.state}`, { organ: row.organName, document: named(original), what: t(`amendment.what.${row.kind}`) })}
      {row.state === 'open' && row.reason !== '' ? <div>{t('amendment.asks.reason', { reason: row.reason })}</div> : null}
      {row.answer === undefined ? null : <div>{t('amendment.answer', { answer: row.answer })}</div>}
      {originalId === undefined ? <p>{t('amendment.orphan')}</p> : null}
      <Group gap="xs" className="asked-acts">
        {row.state === 'open' && originalId !== undefined && may('incoming.answerRecall') ? (
          <>
            <Button loading={act.busy} onClick={() => void agree()}>
              {t(`amendment.agree.${row.kind}`)}
            </Button>
            <Button variant="default" onClick={() => setRefusing(true)}>
              {t('amendment.refuse')}
            </Button>
          </>
        ) : null}
        {(row.kind === 'update' || row.kind === 'replace') && originalId !== undefined && letterId !== undefined ? (
          <Button variant="default" onClick={() => setComparing(true)}>
            {t('amendment.compare')}
          </Button>
        ) : null}
        {originalId !== undefined && originalId !== docId ? (
          <Button variant="subtle" onClick={() => go({ at: 'incoming', id: originalId })}>
            {t('amendment.openOriginal')}
          </Button>
        ) : null}
        {letterId !== undefined && letterId !== docId ? (
          <Button variant="subtle" onClick={() => go({ at: 'incoming', id: letterId })}>
            {t('amendment.openLetter')}
          </Button>
        ) : null}
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
      {comparing && originalId !== undefined && letterId !== undefined ? (
        <Compare oldId={originalId} newId={letterId} onClose={() => setComparing(false)} />
      ) : null}
      {refusing ? <RefuseDialog id={row.id} onClose={() => setRefusing(false)} onDone={answered} /> : null}
    </Alert>
  );
}

const SAID: Shape<{ readonly said: string }> = { said: text(1000) };
function RefuseDialog({ id, onClose, onDone }: { readonly id: string; readonly onClose: () => void; readonly onDone: () => void }) {
  const kept = useKeptForm({ form: 'answerRecall', of: id }, SAID, () => ({ said: '' }));
  const { said } = kept.value;
  const act = useAct();
  const refuse = async (): Promise<void> => {
    if (!(await act.run(() => api['incoming.answerRecall']({ amendmentId: id, agree: false, text: said })))) return;
    void kept.end();
    onDone();
  };
  return (
    <FormDialog
      title={t('amendment.refuse.title')}
      submit={t('amendment.refuse.do')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={said.trim() !== ''}
      onSubmit={() => void refuse()}
      onClose={onClose}
    >
      <Textarea
        label={t('amendment.refuse.reason')}
        required
        maxLength={1000}
        value={said}
        onChange={(e) => kept.set({ said: e.currentTarget.value })}
        data-autofocus
      />
    </FormDialog>
  );
}
