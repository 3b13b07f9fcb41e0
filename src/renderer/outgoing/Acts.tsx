/** The next step of an outgoing document: one main button; editing and cancelling beside it. */
import { Alert, Button, Text, Textarea, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { PageCalls } from '../../contract/page/index.ts';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { HandOver } from '../folder/HandOver.tsx';
import { dateText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { later } from '../parts/later.tsx';
import { For, useMay, useMayAct } from '../parts/may.tsx';
import { type Act, useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { FillNumber } from '../province/FillNumber.tsx';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { CloseIncoming } from './CloseIncoming.tsx';
import { IssueTimed } from './IssueTimed.tsx';

const SignDialog = later(() => import('../signing/index.ts'), Waiting);
const JointDialog = later(() => import('../signing/JointDialog.tsx').then((m) => ({ default: m.JointDialog })), Waiting);
const TOPICS = ['outgoing', 'registers'] as const;
type Step = 'leader_sign' | 'number' | 'agency_sign' | 'issue';
const MAIN: readonly Step[] = ['leader_sign', 'number', 'agency_sign', 'issue'];
/** What each step asks of the core; the agency's act is told apart by itself, and an officer signs nothing but initials. */
const CALLS: Readonly<Record<Exclude<Step, 'agency_sign'>, keyof PageCalls>> = {
  leader_sign: 'signing.performAll',
  number: 'outgoing.number',
  issue: 'outgoing.issue',
};

interface Props {
  readonly doc: OutgoingDetail;
  readonly onDone: () => void;
}
export function OutgoingActs({ doc, onDone }: Props) {
  const [signing, setSigning] = useState<'leader' | 'agency' | 'initial'>();
  const [cancelling, setCancelling] = useState(false);
  const [timing, setTiming] = useState(false);
  const [joint, setJoint] = useState(false);
  const [closing, setClosing] = useState(false);
  const act = useAct();
  const done = (note: string): void => {
    setSigning(undefined);
    setCancelling(false);
    setTiming(false);
    say(note);
    onDone();
  };
  const issued = (): void => {
    done(t('outgoing.issued'));
    if (doc.replyTo) setClosing(true);
  };
  const issue = async (): Promise<void> => {
    if (await act.run(() => api['outgoing.issue']({ id: doc.id }))) issued();
  };
  const discard = async (): Promise<void> => {
    if (!(await act.run(() => api['outgoing.discard']({ id: doc.id })))) return;
    say(t('undo.discarded'), async () => {
      await api['outgoing.restore']({ id: doc.id });
      onDone();
      return t('undo.restored');
    });
    onDone();
  };
  const restore = async (): Promise<void> => {
    if (await act.run(() => api['outgoing.restore']({ id: doc.id }))) done(t('undo.restored'));
  };
  const may = useMay();
  const mayAct = useMayAct();
  const next = MAIN.find((step) => doc.acts.includes(step));
  // Who heads the office opens the agency's act to allow what the table refuses, and signs nothing there.
  const mine = next !== undefined && (next === 'agency_sign' ? mayAct('agency') || may('signing.allow') : may(CALLS[next]));
  const main = mine ? next : undefined;
  return (
    <>
      <div className="document-acts">
        {main === 'leader_sign' ? <Button onClick={() => setSigning('leader')}>{t('outgoing.act.leader_sign')}</Button> : null}
        {main === 'number' && doc.numberPending ? <FillNumber kind="outgoing" id={doc.id} onDone={done} /> : null}
        {main === 'number' && !doc.numberPending ? <NumberButton id={doc.id} act={act} onDone={done} /> : null}
        {doc.state === 'issued' && doc.frozenAt === undefined && may('folder.plain') ? <HandOver doc={doc} onDone={onDone} /> : null}
        {main === 'agency_sign' ? <Button onClick={() => setSigning('agency')}>{t('outgoing.act.agency_sign')}</Button> : null}
        {main === 'issue' ? (
          <>
            <Button loading={act.busy} onClick={() => void issue()}>
              {t('outgoing.act.issue')}
            </Button>
            <Button variant="default" onClick={() => setTiming(true)}>
              {t('outgoing.act.issueTimed')}
            </Button>
          </>
        ) : null}
        {doc.acts.includes('edit') ? (
          <>
            <For call="signing.begin">
              <Button variant="default" onClick={() => setSigning('initial')}>
                {t('outgoing.act.initial')}
              </Button>
            </For>
            <For call="signing.joint.save">
              <Button variant="default" onClick={() => setJoint(true)}>
                {t('joint.open')}
              </Button>
            </For>
            <For call="outgoing.saveDraft">
              <Button variant="default" onClick={() => go({ at: 'draft', id: doc.id })}>
                {t('outgoing.act.edit')}
              </Button>
            </For>
          </>
        ) : null}
        {doc.state === 'draft' && may('outgoing.discard') ? (
          <Button variant="default" loading={act.busy} onClick={() => void discard()}>
            {t('undo.discard')}
          </Button>
        ) : null}
        {isDiscarded(doc) && may('outgoing.restore') ? (
          <Button variant="default" loading={act.busy} onClick={() => void restore()}>
            {t('undo.restore')}
          </Button>
        ) : null}
        {doc.acts.includes('cancel') && doc.state !== 'draft' && may('outgoing.cancel') ? (
          <Button variant="default" onClick={() => setCancelling(true)}>
            {t('outgoing.act.cancel')}
          </Button>
        ) : null}
      </div>
      {main === 'number' || main === 'issue' ? (
        <span className="dim">{t(main === 'number' ? 'undo.never.number' : 'undo.never.issue')}</span>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {closing && doc.replyTo ? <CloseIncoming replyTo={doc.replyTo} code={doc.code} onClose={() => setClosing(false)} /> : null}
      {joint ? (
        <JointDialog
          id={doc.id}
          onClose={() => setJoint(false)}
          onSaved={() => {
            setJoint(false);
            onDone();
          }}
        />
      ) : null}
      {signing ? (
        <SignDialog documentId={doc.id} act={signing} onClose={() => setSigning(undefined)} onSigned={() => done(t('signing.done'))} />
      ) : null}
      {timing ? <IssueTimed id={doc.id} onClose={() => setTiming(false)} onDone={issued} /> : null}
      {cancelling ? <CancelDialog id={doc.id} onClose={() => setCancelling(false)} onDone={() => done(t('outgoing.cancelled'))} /> : null}
    </>
  );
}

/** Given up as a draft, and not with a reason and leave: it may come back. */
const isDiscarded = (doc: OutgoingDetail): boolean =>
  doc.state === 'cancelled' &&
  doc.code === '' &&
  doc.history.findLast((row) => row.act === 'outgoing.discard' || row.act === 'outgoing.cancel')?.act === 'outgoing.discard';

/** Why the next number does not fit what the leader signed, in words for before it is given. */
const PRINTED: Readonly<Record<string, 'outgoing.printed.year' | 'outgoing.printed.date' | 'outgoing.printed.number'>> = {
  'signing.year_differs': 'outgoing.printed.year',
  'signing.date_differs': 'outgoing.printed.date',
  'signing.number_differs': 'outgoing.printed.number',
};

function NumberButton({ id, act, onDone }: { readonly id: string; readonly act: Act; readonly onDone: (note: string) => void }) {
  const load = useCallback(() => api['outgoing.nextNumber']({ id }), [id]);
  const { value: next, error } = useLoaded(load, TOPICS);
  const give = async (): Promise<void> => {
    const given = await act.run(() => api['outgoing.number']({ id }));
    if (given) onDone(t('outgoing.numbered', { code: given.code, date: dateText(given.date) }));
  };
  const pend = async (): Promise<void> => {
    if (await act.run(() => api['outgoing.numberPending']({ id }))) onDone(t('pending.outgoing.done'));
  };
  return (
    <>
      {next === undefined || next.code !== undefined ? (
        <Button
          variant={next?.printed === undefined ? 'filled' : 'default'}
          loading={act.busy}
          // What speaks against it is read first: a number that was given is never taken back.
          disabled={next === undefined && error === undefined}
          onClick={() => void give()}
        >
          {next?.code === undefined ? t('outgoing.act.number') : t('outgoing.act.numberNext', { code: next.code })}
        </Button>
      ) : null}
      {next === undefined || next.numbers === 'here' ? null : (
        <Button variant={next.code === undefined ? 'filled' : 'default'} loading={act.busy} onClick={() => void pend()}>
          {t('pending.outgoing')}
        </Button>
      )}
      {next?.left === undefined ? null : <span className="dim">{t('province.left', { left: next.left })}</span>}
      {next?.printed === undefined ? null : (
        <Alert color="orange" variant="light" role="alert" style={{ order: 9, flexBasis: '100%' }}>
          {next.printed.map(({ code, params }) => (
            <Text key={code}>{t(PRINTED[code] ?? 'outgoing.printed.number', params)}</Text>
          ))}
          <Text>{t('outgoing.printed.next')}</Text>
        </Alert>
      )}
    </>
  );
}

interface Cancelled {
  readonly reason: string;
  readonly allowedBy: string;
}
const CANCELLED: Shape<Cancelled> = { reason: text(500), allowedBy: text(50) };
function CancelDialog({ id, onClose, onDone }: { readonly id: string; readonly onClose: () => void; readonly onDone: () => void }) {
  const kept = useKeptForm({ form: 'cancel', of: id }, CANCELLED, () => ({ reason: '', allowedBy: '' }));
  const { reason, allowedBy } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['outgoing.cancel']({ id, reason, allowedBy })))) return;
    void kept.end();
    onDone();
  };
  return (
    <FormDialog
      title={t('outgoing.cancel.title')}
      lead={t('outgoing.cancel.lead')}
      submit={t('outgoing.cancel.do')}
      danger
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={reason.trim() !== '' && allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('outgoing.cancel.reason')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => kept.set({ reason: e.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label={t('outgoing.cancel.allowedBy')}
        required
        maxLength={50}
        value={allowedBy}
        onChange={(e) => kept.set({ allowedBy: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
