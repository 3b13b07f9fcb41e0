/** What can be done with an incoming document now; the first button is the next step. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { FillNumber } from '../province/FillNumber.tsx';
import { RuleProposal } from '../rules/Proposal.tsx';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CorrectDialog } from './Correct.tsx';
import { FinishDialog, InstructDialog, ProgressDialog, ReturnDialog } from './dialogs.tsx';

const TOPICS = ['incoming', 'registers'] as const;
const nextNumber = () => api['incoming.nextNumber']({});

interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
type Dialog = 'instruct' | 'progress' | 'finish' | 'return' | 'correct';

export function IncomingActs({ doc, onDone }: Props) {
  const [dialog, setDialog] = useState<Dialog>();
  const act = useAct();
  const { acts } = doc;
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    onDone();
  };
  const forInformation = async (): Promise<void> => {
    const answer = await act.run(() => api['incoming.finish']({ ids: [doc.id], outcome: 'for_information' }));
    const [failed] = answer?.failed ?? [];
    if (failed) act.fail({ code: failed.code });
    else if (answer) done(t('incoming.closed'));
  };
  const close = (): void => setDialog(undefined);
  const dialogProps = { doc, onClose: close, onDone: done };
  const registered = !['arrived', 'returned', 'withdrawn', 'recalled', 'merged'].includes(doc.state);
  return (
    <>
      <div className="document-acts">
        {acts.includes('register') && doc.secrecyAsked.length === 0 ? <RegisterButton doc={doc} onDone={done} /> : null}
        {doc.numberPending ? <FillNumber kind="incoming" id={doc.id} onDone={done} /> : null}
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
          <Button variant="default" onClick={() => go({ at: 'draft', replyToId: doc.id })}>
            {t('incoming.act.reply')}
          </Button>
        ) : null}
        {['returned', 'withdrawn', 'recalled', 'merged'].includes(doc.state) ? null : (
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
      {dialog === 'instruct' ? <InstructDialog {...dialogProps} /> : null}
      {dialog === 'progress' ? <ProgressDialog {...dialogProps} /> : null}
      {dialog === 'finish' ? <FinishDialog {...dialogProps} /> : null}
      {dialog === 'return' ? <ReturnDialog {...dialogProps} /> : null}
      {dialog === 'correct' ? <CorrectDialog {...dialogProps} /> : null}
    </>
  );
}

function RegisterButton({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: (note: string) => void }) {
  const { value: next } = useLoaded(nextNumber, TOPICS);
  const act = useAct();
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
      {next === undefined || next.numbers === 'here' ? null : (
        <Button variant={next.number === undefined ? 'filled' : 'default'} loading={act.busy} onClick={() => void pend()}>
          {t('pending.incoming')}
        </Button>
      )}
      {next?.left === undefined ? null : <span className="dim">{t('province.left', { left: next.left })}</span>}
      {act.error ? (
        <div style={{ order: 9, flexBasis: '100%' }}>
          <ErrorNote error={act.error} onClose={act.clear} />
        </div>
      ) : null}
    </>
  );
}
