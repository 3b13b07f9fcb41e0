/** Correcting what was taken down of an arrival, with the reason; only what differs is written. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { day, type Field, type Shape, text, whole } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { LanguageField } from '../parts/LanguageField.tsx';
import { DocumentTypeField, PriorityField } from '../parts/typeFields.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { askedBack } from './askedBack.ts';

interface Props {
  readonly doc: IncomingDetail;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
/** The code as it stands: the number, and what is behind its first slash. */
function partsOf(code: string): { number: string; notation: string } {
  const at = code.indexOf('/');
  if (at < 0) return /^\d/.test(code) ? { number: code, notation: '' } : { number: '', notation: code };
  return { number: code.slice(0, at), notation: code.slice(at + 1) };
}

interface Corrected {
  readonly number: string;
  readonly notation: string;
  readonly sender: string;
  readonly date: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly priority: number;
  readonly dueDate: string;
  readonly note: string;
  readonly language: string;
}
const dayOrNone = ((value: unknown) => typeof value === 'string' && day(value)) as Field<string>;
const SHAPE: Shape<Corrected & { readonly reason: string }> = {
  number: text(11),
  notation: text(30),
  sender: text(200),
  date: dayOrNone,
  typeName: text(100),
  subject: text(500),
  signer: text(50),
  priority: whole(0, 3),
  dueDate: dayOrNone,
  note: text(500),
  language: text(30),
  reason: text(500),
};

export function CorrectDialog({ doc, onClose, onDone }: Props) {
  const [before] = useState<Corrected>(() => ({
    ...partsOf(doc.code),
    sender: doc.sender,
    date: doc.date ?? '',
    typeName: doc.typeName,
    subject: doc.subject,
    signer: doc.signer ?? '',
    priority: doc.priority as number,
    dueDate: doc.dueDate ?? '',
    note: doc.note ?? '',
    language: doc.language ?? '',
  }));
  const kept = useKeptForm({ form: 'correct', of: doc.id }, SHAPE, () => ({ ...before, reason: '' }));
  const { reason, ...form } = kept.value;
  const { set } = kept;
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const act = useAct();
  const changed = Object.fromEntries(Object.entries(form).filter(([key, value]) => value !== before[key as keyof typeof before]));
  const dirty = Object.keys(changed).length > 0;
  const submit = async (): Promise<void> => {
    const answer = await act.run(() => api['incoming.correct']({ id: doc.id, reason: reason.trim(), fields: changed }));
    if (!answer) return;
    void kept.end();
    onDone(t('correct.done'));
  };
  // A form begun anew has no wrong day any more.
  const mark = (name: string) => (isWrong: boolean) => {
    const key = `${kept.round} ${name}`;
    setWrong((now) => new Set(isWrong ? [...now, key] : [...now].filter((one) => one !== key)));
  };
  const isRight = ![...wrong].some((key) => key.startsWith(`${kept.round} `));
  return (
    <FormDialog
      title={t('correct.title')}
      lead={t('correct.lead')}
      submit={t('correct.submit')}
      act={act}
      dirty={dirty}
      kept={kept}
      warning={askedBack(doc)}
      canSubmit={dirty && reason.trim() !== '' && isRight}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Textarea
        label={t('field.subject')}
        required
        autosize
        maxLength={500}
        value={form.subject}
        onChange={(e) => set({ subject: e.currentTarget.value })}
      />
      <div className="two-fields">
        <TextInput
          label={t('changes.field.number')}
          maxLength={11}
          value={form.number}
          onChange={(e) => set({ number: e.currentTarget.value })}
        />
        <TextInput
          label={t('changes.field.notation')}
          maxLength={30}
          value={form.notation}
          onChange={(e) => set({ notation: e.currentTarget.value })}
        />
      </div>
      <div className="two-fields">
        <DateField
          label={t('field.date')}
          toward="past"
          value={form.date || undefined}
          onDate={(date) => set({ date: date ?? '' })}
          onWrong={mark('date')}
        />
        <DateField
          label={t('field.deadline')}
          toward="coming"
          value={form.dueDate || undefined}
          onDate={(date) => set({ dueDate: date ?? '' })}
          onWrong={mark('due')}
        />
      </div>
      <TextInput
        label={t('field.sender')}
        required
        maxLength={200}
        value={form.sender}
        onChange={(e) => set({ sender: e.currentTarget.value })}
      />
      <DocumentTypeField value={form.typeName} onType={(typeName) => set({ typeName })} />
      <div className="two-fields">
        <TextInput label={t('field.signer')} maxLength={50} value={form.signer} onChange={(e) => set({ signer: e.currentTarget.value })} />
        <PriorityField value={form.priority} onPriority={(priority) => set({ priority })} />
      </div>
      <Textarea label={t('field.note')} autosize maxLength={500} value={form.note} onChange={(e) => set({ note: e.currentTarget.value })} />
      <LanguageField value={form.language} onLanguage={(language) => set({ language })} />
      <TextInput
        label={t('correct.reason')}
        placeholder={t('correct.reasonHint')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => set({ reason: e.currentTarget.value })}
      />
    </FormDialog>
  );
}
