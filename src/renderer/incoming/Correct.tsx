/** Correcting what was taken down of an arrival, with the reason; only what differs is written. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { LanguageField } from '../parts/LanguageField.tsx';
import { DocumentTypeField, PriorityField } from '../parts/typeFields.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

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

export function CorrectDialog({ doc, onClose, onDone }: Props) {
  const [before] = useState(() => ({
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
  const [form, setForm] = useState(before);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const act = useAct();
  const set = (change: Partial<typeof form>): void => setForm((now) => ({ ...now, ...change }));
  const changed = Object.fromEntries(Object.entries(form).filter(([key, value]) => value !== before[key as keyof typeof before]));
  const dirty = Object.keys(changed).length > 0;
  const submit = async (): Promise<void> => {
    const answer = await act.run(() => api['incoming.correct']({ id: doc.id, reason: reason.trim(), fields: changed }));
    if (answer) onDone(t('correct.done'));
  };
  const mark = (name: string) => (isWrong: boolean) =>
    setWrong((now) => new Set(isWrong ? [...now, name] : [...now].filter((one) => one !== name)));
  return (
    <FormDialog
      title={t('correct.title')}
      lead={t('correct.lead')}
      submit={t('correct.submit')}
      act={act}
      dirty={dirty}
      canSubmit={dirty && reason.trim() !== '' && wrong.size === 0}
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
          value={form.date || undefined}
          onDate={(date) => set({ date: date ?? '' })}
          onWrong={mark('date')}
        />
        <DateField
          label={t('field.deadline')}
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
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
