/** Acts on one or many incoming documents from the list: what is ticked, else the row that has the keyboard. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ManyDone } from '../../../contract/page/lists.ts';
import { legalDateOf } from '../../../domain/time.ts';
import { api, useCore } from '../../core.ts';
import { TransferDialog } from '../../desk/TransferDialog.tsx';
import { dateText } from '../../format.ts';
import { useNames } from '../../lists/names.ts';
import { DateField } from '../../parts/DateField.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { CoHandlersField, LeadField } from '../../parts/handlerFields.tsx';
import { day, type Shape, text, texts } from '../../parts/keptFields.ts';
import { useKeptForm } from '../../parts/keptForm.ts';
import { useLongAct } from '../../parts/LongAct.tsx';
import { later } from '../../parts/later.tsx';
import { runToEnd } from '../../parts/work.ts';
import { say } from '../../shell/view.ts';
import { errorText, t } from '../../text/index.ts';
import { incomingList } from '../store.ts';
import { RegisterDialog } from './Register.tsx';
import { type DoneLine, leaveResults, ResultsDialog } from './Results.tsx';

export type ManyAct = 'register' | 'instruct' | 'close' | 'extend' | 'transfer' | 'dossier';
const PutDialog = later(() => import('../../dossiers/Put.tsx').then((m) => ({ default: m.PutDialog })));

/** The lines of a result. */
const linesOf = ({ done, refused }: ManyDone, name: (id: string) => string): DoneLine[] => [
  ...done.map((id) => ({ id, name: name(id), words: '', failed: false })),
  ...refused.map(({ id, code, params }) => ({
    id,
    name: name(id),
    words: errorText({ code, ...(params === undefined ? {} : { params }) }),
    failed: true,
  })),
];

export function TickBar({ onAct }: { readonly onAct: (act: ManyAct) => void }) {
  const count = incomingList.use((s) => s.ticked.size);
  const roles = useCore((s) => s.app?.me?.roles) ?? [];
  if (count === 0) return null;
  const may = (...wanted: readonly string[]): boolean => roles.some((role) => wanted.includes(role));
  return (
    // biome-ignore lint/a11y/useSemanticElements: acts on what is ticked, not a set of fields
    <div className="tick-bar" role="group" aria-label={t('incoming.ticked', { count })}>
      <b>{t('incoming.ticked', { count })}</b>
      {may('clerk') ? (
        <Button aria-keyshortcuts="Control+Enter" onClick={() => onAct('register')}>
          {t('many.register')}
        </Button>
      ) : null}
      {may('clerk', 'leader') ? (
        <Button variant="default" onClick={() => onAct('instruct')}>
          {t('many.instruct')}
        </Button>
      ) : null}
      {may('clerk', 'officer') ? (
        <Button variant="default" onClick={() => onAct('close')}>
          {t('incoming.forInformation')}
        </Button>
      ) : null}
      {may('clerk', 'leader') ? (
        <Button variant="default" onClick={() => onAct('extend')}>
          {t('many.extend')}
        </Button>
      ) : null}
      {may('clerk') ? (
        <Button variant="default" onClick={() => onAct('transfer')}>
          {t('transfer.open')}
        </Button>
      ) : null}
      {may('clerk', 'officer') ? (
        <Button variant="default" onClick={() => onAct('dossier')}>
          {t('ds.put')}
        </Button>
      ) : null}
      <Button variant="subtle" onClick={incomingList.untickAll}>
        {t('incoming.untick')}
      </Button>
    </div>
  );
}

interface Props {
  readonly act: ManyAct;
  readonly ids: readonly string[];
  readonly onClose: () => void;
}
/** The dialogue of an act, and afterwards what it came to, where something was refused or many were done. */
export function ManyDialog({ act, ids, onClose }: Props) {
  const [result, setResult] = useState<readonly DoneLine[]>();
  /** Somebody still looks at the dialogue; who went on with other work is told without being held up. */
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const name = useNames('incoming', ids);
  const [undo, setUndo] = useState<() => Promise<void>>();
  /** All of it back: what was done is said, and what could not be. */
  const undoes = (done: ManyDone): (() => Promise<void>) | undefined => {
    const { from } = done;
    if (from === undefined || done.done.length === 0 || (act !== 'close' && act !== 'instruct')) return undefined;
    return async () => {
      const ids = [...done.done];
      const undone = act === 'close' ? 'finish' : 'instruct';
      const back = await runToEnd(t('work.many', { act: t('many.undo'), count: ids.length }), () =>
        api['many.undo']({ ids, act: undone, from }),
      );
      incomingList.reload();
      if (back.refused.length === 0) {
        say(t('many.undone', { count: back.done.length }));
        onClose();
        return;
      }
      setUndo(undefined);
      setResult(linesOf(back, name).map((line) => (line.failed ? line : { ...line, words: t('many.undoneOne') })));
    };
  };
  const finished = (lines: readonly DoneLine[], done: readonly string[]): void => {
    incomingList.untickAll();
    incomingList.reload();
    incomingList.moveOn(done, (row) => row.state === 'arrived');
    if (!open.current && act !== 'transfer') leaveResults(t(`many.${act}.title`), lines);
    else if (lines.every((line) => !line.failed) && lines.length === 1) {
      const [line] = lines;
      say(t('many.saidOne', { name: line?.name ?? '', words: line?.words || t('many.done') }));
      onClose();
    } else setResult(lines);
  };
  if (act === 'dossier') {
    return (
      <PutDialog side="incoming" documents={ids.map((id) => ({ id, name: name(id) }))} onClose={onClose} onDone={incomingList.untickAll} />
    );
  }
  if (act === 'transfer') return <TransferDialog ids={ids} onClose={onClose} onDone={incomingList.untickAll} />;
  if (result !== undefined) return <ResultsDialog title={t(`many.${act}.title`)} lines={result} onUndo={undo} onClose={onClose} />;
  if (act === 'register') return <RegisterDialog ids={ids} onClose={onClose} onDone={finished} />;
  const props = {
    ids,
    onClose,
    onDone: (done: ManyDone) => {
      setUndo(() => undoes(done));
      finished(linesOf(done, name), done.done);
    },
  };
  if (act === 'instruct') return <InstructMany {...props} />;
  return act === 'close' ? <CloseMany {...props} /> : <ExtendMany {...props} />;
}

interface FormProps {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (done: ManyDone) => void;
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
function InstructMany({ ids, onClose, onDone }: FormProps) {
  const usual = useCore((s) => s.app?.office?.leaderName ?? '');
  const kept = useKeptForm<Instruction>({ form: 'manyInstruct' }, INSTRUCTION, () => ({
    ...{ leader: usual, text: '', lead: '', coHandlers: [], slipDate: legalDateOf(Date.now()), dueDate: undefined },
  }));
  const { leader, text, lead, coHandlers, slipDate, dueDate } = kept.value;
  const [wrongDue, setWrongDue] = useState<number>();
  const act = useLongAct();
  const save = async (): Promise<void> => {
    if (slipDate === undefined) return;
    const input = { ids: [...ids], leader, text, lead, coHandlers, slipDate, ...(dueDate === undefined ? {} : { dueDate }) };
    const done = await act.runLong(t('work.many', { act: t('many.instruct.title'), count: ids.length }), (workId) =>
      api['many.instruct']({ ...input, workId }),
    );
    if (!done) return;
    void kept.end();
    onDone(done);
  };
  return (
    <FormDialog
      title={t('many.instruct.title')}
      lead={t('many.instruct.lead', { count: ids.length })}
      submit={t('many.instruct.do', { count: ids.length })}
      act={act}
      work={act.work}
      dirty={kept.changed}
      kept={kept}
      canSubmit={leader.trim() !== '' && text.trim() !== '' && lead.trim() !== '' && slipDate !== undefined && wrongDue !== kept.round}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <LeadField value={lead} onValue={(next) => kept.set({ lead: next })} first />
      <CoHandlersField value={coHandlers} onValue={(next) => kept.set({ coHandlers: next })} />
      <Textarea
        label={t('instruct.text')}
        required
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
      />
      <TextInput
        label={t('instruct.leader')}
        required
        maxLength={50}
        value={leader}
        onChange={(e) => kept.set({ leader: e.currentTarget.value })}
      />
      <div className="form-columns">
        <DateField
          label={t('field.deadline')}
          toward="coming"
          value={dueDate}
          onDate={(next) => kept.set({ dueDate: next })}
          onWrong={(wrong) => setWrongDue(wrong ? kept.round : undefined)}
        />
        <DateField label={t('instruct.slipDate')} toward="past" required value={slipDate} onDate={(next) => kept.set({ slipDate: next })} />
      </div>
    </FormDialog>
  );
}

const NOTE = { note: text(1000) };
function CloseMany({ ids, onClose, onDone }: FormProps) {
  const kept = useKeptForm<{ readonly note: string }>({ form: 'manyClose' }, NOTE, () => ({ note: '' }));
  const { note } = kept.value;
  const act = useLongAct();
  const save = async (): Promise<void> => {
    const done = await act.runLong(t('work.many', { act: t('many.close.title'), count: ids.length }), (workId) =>
      api['many.close']({ ids: [...ids], note, workId }),
    );
    if (!done) return;
    void kept.end();
    onDone(done);
  };
  return (
    <FormDialog
      title={t('many.close.title')}
      lead={t('many.close.lead', { count: ids.length })}
      submit={t('many.close.do', { count: ids.length })}
      act={act}
      work={act.work}
      dirty={kept.changed}
      kept={kept}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('many.close.note')}
        maxLength={1000}
        autosize
        minRows={2}
        value={note}
        onChange={(e) => kept.set({ note: e.currentTarget.value })}
        data-autofocus
      />
    </FormDialog>
  );
}

interface Extension {
  readonly dueDate: string | undefined;
  readonly reason: string;
  readonly allowedBy: string;
}
const EXTENSION: Shape<Extension> = { dueDate: day, reason: text(500), allowedBy: text(100) };
export function ExtendMany({
  ids,
  now,
  onClose,
  onDone,
}: FormProps & { /** Where it is of one: its day today. */ readonly now?: string | undefined }) {
  const usual = useCore((s) => s.app?.office?.leaderName ?? '');
  const kept = useKeptForm<Extension>({ form: 'manyExtend' }, EXTENSION, () => ({ dueDate: undefined, reason: '', allowedBy: usual }));
  const { dueDate, reason, allowedBy } = kept.value;
  const [wrong, setWrong] = useState<number>();
  const act = useLongAct();
  const save = async (): Promise<void> => {
    if (dueDate === undefined) return;
    const done = await act.runLong(t('work.many', { act: t('many.extend.title'), count: ids.length }), (workId) =>
      api['many.extend']({ ids: [...ids], dueDate, reason, allowedBy, workId }),
    );
    if (!done) return;
    void kept.end();
    onDone(done);
  };
  return (
    <FormDialog
      title={t('many.extend.title')}
      lead={[
        ...(now === undefined ? [] : [t('many.extend.now', { date: dateText(now) })]),
        t('many.extend.lead', { count: ids.length }),
      ].join(' ')}
      submit={t('many.extend.do', { count: ids.length })}
      act={act}
      work={act.work}
      dirty={kept.changed}
      kept={kept}
      canSubmit={dueDate !== undefined && wrong !== kept.round && reason.trim() !== '' && allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <DateField
        label={t('many.extend.date')}
        toward="coming"
        required
        value={dueDate}
        onDate={(next) => kept.set({ dueDate: next })}
        onWrong={(now) => setWrong(now ? kept.round : undefined)}
        data-autofocus
      />
      <Textarea
        label={t('many.extend.reason')}
        required
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(e) => kept.set({ reason: e.currentTarget.value })}
      />
      <TextInput
        label={t('many.extend.allowedBy')}
        required
        maxLength={100}
        value={allowedBy}
        onChange={(e) => kept.set({ allowedBy: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
