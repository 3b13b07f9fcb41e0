/** What can be done with an incoming document now; the first button is the next step. */
import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { PageCalls } from '../../contract/page/index.ts';
import type { LateNumber } from '../../contract/page/registers.ts';
import type { IncomingAct } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { PaperOut } from '../desk/PaperOut.tsx';
import { TransferDialog } from '../desk/TransferDialog.tsx';
import { sayUndoable } from '../desk/undo.ts';
import { dateText, numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { For, useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { FillNumber } from '../province/FillNumber.tsx';
import { RuleProposal } from '../rules/Proposal.tsx';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CorrectDialog } from './Correct.tsx';
import { FinishDialog, InstructDialog, ProgressDialog, ReturnDialog } from './dialogs.tsx';
import { ExtendMany } from './many/Acts.tsx';

const TOPICS = ['incoming', 'registers'] as const;
/** What each act asks of the core. */
const CALLS: Readonly<Record<IncomingAct, keyof PageCalls>> = {
  register: 'incoming.register',
  instruct: 'incoming.instruct',
  progress: 'incoming.progress',
  finish: 'incoming.finish',
  return: 'incoming.return',
};
const nextNumber = () => api['incoming.nextNumber']({});

interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
type Dialog = 'instruct' | 'progress' | 'finish' | 'return' | 'correct' | 'transfer' | 'extend';

export function IncomingActs({ doc, onDone }: Props) {
  const [dialog, setDialog] = useState<Dialog>();
  const act = useAct();
  const may = useMay();
  const acts = doc.acts.filter((one) => may(CALLS[one]));
  const ids = useMemo(() => [doc.id], [doc.id]);
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    onDone();
  };
  /** Of an act whose report to the sender waits some seconds. */
  const undoable = (note: string): void => {
    setDialog(undefined);
    void sayUndoable(note, doc.id, onDone);
    onDone();
  };
  const forInformation = async (): Promise<void> => {
    const answer = await act.run(() => api['incoming.finish']({ ids: [doc.id], outcome: 'for_information', undoable: true }));
    const [failed] = answer?.failed ?? [];
    if (failed) act.fail({ code: failed.code });
    else if (answer) undoable(t('incoming.closed'));
  };
  const close = (): void => setDialog(undefined);
  const dialogProps = { doc, onClose: close, onDone: done };
  const undoableProps = { doc, onClose: close, onDone: undoable };
  const registered = !['arrived', 'returned', 'withdrawn', 'recalled', 'merged'].includes(doc.state);
  return (
    <>
      <div className="document-acts">
        {acts.includes('register') && doc.secrecyAsked.length === 0 ? <RegisterButton doc={doc} onDone={done} /> : null}
        {doc.numberPending && may('province.fillNumber') ? <FillNumber kind="incoming" id={doc.id} onDone={done} /> : null}
        {acts.includes('instruct') ? (
          <Button variant={doc.state === 'registered' ? 'filled' : 'default'} onClick={() => setDialog('instruct')}>
            {t('incoming.act.instruct')}
          </Button>
        ) : null}
        {acts.includes('progress') ? (
          <Button variant="default" onClick={() => setDialog('progress')}>
            {t('incoming.act.progress')}
          </Button>
        ) : null}
        {may('many.extend') && doc.acts.includes('progress') && (doc.dueDate ?? doc.instruction?.dueDate) !== undefined ? (
          <Button variant="default" onClick={() => setDialog('extend')}>
            {t('many.extend')}
          </Button>
        ) : null}
        {acts.includes('finish') ? (
          <>
            <Button variant={doc.state === 'registered' ? 'default' : 'filled'} onClick={() => setDialog('finish')}>
              {t('incoming.act.done')}
            </Button>
            <Button variant="default" loading={act.busy} onClick={() => void forInformation()}>
              {t('incoming.forInformation')}
            </Button>
          </>
        ) : null}
        {registered ? (
          <>
            <For call="outgoing.saveDraft">
              <Button variant="default" onClick={() => go({ at: 'draft', replyToId: doc.id })}>
                {t('incoming.act.reply')}
              </Button>
            </For>
            <For call="transfers.make">
              <Button variant="default" onClick={() => setDialog('transfer')}>
                {t('transfer.open')}
              </Button>
            </For>
            <PaperOut doc={doc} onDone={onDone} />
          </>
        ) : null}
        {['returned', 'withdrawn', 'recalled', 'merged'].includes(doc.state) || !may('incoming.correct') ? null : (
          <Button variant="subtle" onClick={() => setDialog('correct')}>
            {t('correct.act')}
          </Button>
        )}
        {acts.includes('return') ? (
          <Button variant="default" onClick={() => setDialog('return')}>
            {t('incoming.act.return')}
          </Button>
        ) : null}
      </div>
      {doc.state === 'registered' ? <RuleProposal id={doc.id} onDone={done} /> : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {dialog === 'instruct' ? <InstructDialog {...undoableProps} /> : null}
      {dialog === 'progress' ? <ProgressDialog {...undoableProps} /> : null}
      {dialog === 'finish' ? <FinishDialog {...undoableProps} /> : null}
      {dialog === 'return' ? <ReturnDialog {...dialogProps} /> : null}
      {dialog === 'transfer' ? <TransferDialog ids={ids} onClose={close} onDone={onDone} /> : null}
      {dialog === 'extend' ? (
        <ExtendMany
          ids={[doc.id]}
          now={doc.dueDate ?? doc.instruction?.dueDate}
          onClose={close}
          onDone={({ refused: [refused] }) => {
            if (refused === undefined) return done(t('incoming.extended'));
            close();
            act.fail({ code: refused.code, ...(refused.params ? { params: refused.params } : {}) });
          }}
        />
      ) : null}
      {dialog === 'correct' ? <CorrectDialog {...dialogProps} /> : null}
    </>
  );
}

function RegisterButton({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: (note: string) => void }) {
  const { value: next } = useLoaded(nextNumber, TOPICS);
  const lateOf = useCallback(() => api['registers.late']({ id: doc.id }), [doc.id]);
  const late = useLoaded(lateOf, TOPICS).value?.late;
  const act = useAct();
  const registerLate = async ({ bookId, period }: LateNumber): Promise<void> => {
    const given = await act.run(() => api['registers.registerLate']({ id: doc.id, bookId, period }));
    if (given) onDone(t('closing.lateDone', { number: numberText(given.arrivalNumber), period }));
  };
  const register = async (): Promise<void> => {
    const given = await act.run(() => api['incoming.register']({ id: doc.id }));
    if (given) onDone(t('incoming.registered', { number: numberText(given.arrivalNumber), date: dateText(given.arrivalDate) }));
  };
  const pend = async (): Promise<void> => {
    if (await act.run(() => api['incoming.registerPending']({ id: doc.id }))) onDone(t('pending.incoming.done'));
  };
  return (
    <>
      {next === undefined || next.number !== undefined ? (
        <Button loading={act.busy} onClick={() => void register()}>
          {next?.number === undefined ? t('incoming.act.registerPlain') : t('incoming.act.register', { number: numberText(next.number) })}
        </Button>
      ) : null}
      {late === undefined ? null : (
        <Button variant="default" loading={act.busy} onClick={() => void registerLate(late)}>
          {t('closing.registerLate', { period: late.period, number: numberText(late.number) })}
        </Button>
      )}
      {next === undefined || next.numbers === 'here' ? null : (
        <Button variant={next.number === undefined ? 'filled' : 'default'} loading={act.busy} onClick={() => void pend()}>
          {t('pending.incoming')}
        </Button>
      )}
      {next?.left === undefined ? null : <span className="dim">{t('province.left', { left: next.left })}</span>}
      {late === undefined ? null : (
        <div className="dim" style={{ order: 8, flexBasis: '100%' }}>
          {t('closing.lateOffered', { period: late.period })}
        </div>
      )}
      {act.error ? (
        <div style={{ order: 9, flexBasis: '100%' }}>
          <ErrorNote error={act.error} onClose={act.clear} />
        </div>
      ) : null}
    </>
  );
}
