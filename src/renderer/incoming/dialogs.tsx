/** The acts on an incoming document that need words: instruction, progress, result, reason for returning. */
import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { RETURN_REASONS, type ReturnReason } from '../../domain/documents.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { type Behalf, BehalfField, behalfInput } from '../parts/Behalf.tsx';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { CoHandlersField, LeadField } from '../parts/handlerFields.tsx';
import { day, maybeOneOf, type Shape, text, texts } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { askedBack } from './askedBack.ts';

const HANDLERS = ['officer', 'leader'] as const;

interface Props {
  readonly doc: IncomingDetail;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}

interface Instruction {
  readonly leader: string;
  readonly text: string;
  readonly lead: string;
  readonly coHandlers: string[];
  readonly slipDate: string | undefined;
  readonly dueDate: string | undefined;
}
const INSTRUCTION: Shape<Instruction> = {
  leader: text(50),
  text: text(2000),
  lead: text(100),
  coHandlers: texts(20, 100),
  slipDate: day,
  dueDate: day,
};

export function InstructDialog({ doc, onClose, onDone }: Props) {
  const old = doc.instruction;
  const usual = useCore((s) => s.app?.office?.leaderName ?? '');
  const me = useCore((s) => s.app?.me);
  // A leader at this desk gives the instruction; whoever keeps the desk takes it down from paper.
  const isLeader = me?.roles.includes('leader') ?? false;
  const isClerk = me?.roles.includes('clerk') ?? false;
  const kept = useKeptForm({ form: 'instruct', of: doc.id }, INSTRUCTION, () => ({
    leader: isLeader && !isClerk ? (me?.name ?? '') : (old?.leader ?? (isLeader ? (me?.name ?? usual) : usual)),
    text: old?.text ?? '',
    lead: old?.lead ?? '',
    coHandlers: [...(old?.coHandlers ?? [])],
    slipDate: old?.slipDate ?? legalDateOf(Date.now()),
    dueDate: old?.dueDate ?? doc.dueDate,
  }));
  const { leader, text, lead, coHandlers, slipDate, dueDate } = kept.value;
  const self = isLeader && leader.trim() === me?.name;
  const [scan, setScan] = useState<readonly Uploaded[]>([]);
  const [wrongDue, setWrongDue] = useState<number>();
  const act = useAct();
  const save = async (): Promise<void> => {
    if (slipDate === undefined) return;
    const [slip] = scan;
    const input = {
      id: doc.id,
      leader,
      text,
      lead,
      coHandlers,
      slipDate: self ? legalDateOf(Date.now()) : slipDate,
      undoable: true,
      ...(dueDate === undefined ? {} : { dueDate }),
      ...(slip === undefined || self ? {} : { scanUploadId: slip.uploadId }),
    };
    const done = await act.run(() => api['incoming.instruct'](input));
    if (!done) return;
    void kept.end();
    onDone(t('incoming.instructed'));
  };
  return (
    <FormDialog
      title={t('instruct.title')}
      lead={t(self ? 'instruct.lead.self' : 'instruct.lead')}
      submit={t('instruct.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      warning={askedBack(doc)}
      canSubmit={leader.trim() !== '' && text.trim() !== '' && lead.trim() !== '' && slipDate !== undefined && wrongDue !== kept.round}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('instruct.leader')}
        required
        maxLength={50}
        value={leader}
        readOnly={isLeader && !isClerk}
        onChange={(e) => kept.set({ leader: e.currentTarget.value })}
        {...(isLeader && !isClerk ? {} : { 'data-autofocus': true })}
      />
      <Textarea
        label={t('instruct.text')}
        required
        maxLength={2000}
        autosize
        minRows={3}
        maxRows={8}
        value={text}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
      />
      <LeadField value={lead} onValue={(next) => kept.set({ lead: next })} />
      <CoHandlersField value={coHandlers} onValue={(next) => kept.set({ coHandlers: next })} />
      <div className="form-columns">
        <DateField
          label={t('field.deadline')}
          toward="coming"
          value={dueDate}
          onDate={(next) => kept.set({ dueDate: next })}
          onWrong={(wrong) => setWrongDue(wrong ? kept.round : undefined)}
        />
        {self ? null : (
          <DateField
            label={t('instruct.slipDate')}
            latest="today"
            required
            value={slipDate}
            onDate={(next) => kept.set({ slipDate: next })}
          />
        )}
      </div>
      {self ? null : <FileDrop label={t('instruct.scan')} files={scan} onFiles={(files) => setScan(files.slice(-1))} />}
    </FormDialog>
  );
}

const SAID: Shape<{ readonly text: string }> = { text: text(1000) };
const sayNothing = () => ({ text: '' });

export function ProgressDialog({ doc, onClose, onDone }: Props) {
  const kept = useKeptForm({ form: 'progress', of: doc.id }, SAID, sayNothing);
  const { text } = kept.value;
  const [behalf, setBehalf] = useState<Behalf>();
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['incoming.progress']({ id: doc.id, text, undoable: true, ...behalfInput(behalf) })))) return;
    void kept.end();
    onDone(t('incoming.progressed'));
  };
  return (
    <FormDialog
      title={t('progress.title')}
      lead={t('progress.hint')}
      submit={t('incoming.act.progress')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      warning={askedBack(doc)}
      canSubmit={text.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('progress.text')}
        required
        maxLength={1000}
        autosize
        minRows={3}
        value={text}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
        data-autofocus
      />
      <BehalfField roles={HANDLERS} value={behalf} onValue={setBehalf} />
    </FormDialog>
  );
}

export function FinishDialog({ doc, onClose, onDone }: Props) {
  const kept = useKeptForm({ form: 'finish', of: doc.id }, SAID, sayNothing);
  const { text: note } = kept.value;
  const [behalf, setBehalf] = useState<Behalf>();
  const act = useAct();
  const save = async (): Promise<void> => {
    const answer = await act.run(() =>
      api['incoming.finish']({
        ids: [doc.id],
        outcome: 'done',
        undoable: true,
        ...(note.trim() === '' ? {} : { note }),
        ...behalfInput(behalf),
      }),
    );
    const [failed] = answer?.failed ?? [];
    if (failed) act.fail({ code: failed.code });
    else if (answer) {
      void kept.end();
      onDone(t('incoming.closed'));
    }
  };
  return (
    <FormDialog
      title={t('finish.title')}
      submit={t('incoming.act.done')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      warning={askedBack(doc)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('finish.note')}
        maxLength={1000}
        autosize
        minRows={3}
        value={note}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
        data-autofocus
      />
      <BehalfField roles={HANDLERS} value={behalf} onValue={setBehalf} />
    </FormDialog>
  );
}

interface Return {
  readonly reason: ReturnReason | undefined;
  readonly text: string;
}
const RETURN: Shape<Return> = { reason: maybeOneOf(...RETURN_REASONS), text: text(1000) };

export function ReturnDialog({ doc, onClose, onDone }: Props) {
  const kept = useKeptForm({ form: 'return', of: doc.id }, RETURN, () => ({ reason: undefined, text: '' }));
  const { reason, text } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    if (reason === undefined) return;
    if (!(await act.run(() => api['incoming.return']({ id: doc.id, reason, text })))) return;
    void kept.end();
    onDone(t('incoming.returned'));
  };
  return (
    <FormDialog
      title={t('return.title')}
      submit={t('return.do')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      warning={askedBack(doc)}
      canSubmit={reason !== undefined && (reason !== 'other' || text.trim() !== '')}
      danger
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Radio.Group
        label={t('return.reason')}
        required
        value={reason ?? null}
        onChange={(value) => kept.set({ reason: RETURN_REASONS.find((r) => r === value) })}
      >
        <Stack gap={6} mt={6}>
          {RETURN_REASONS.map((r) => (
            <Radio key={r} value={r} label={t(`return.reason.${r}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('return.text')}
        description={reason === 'other' ? t('return.needText') : undefined}
        maxLength={1000}
        autosize
        minRows={2}
        value={text}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
