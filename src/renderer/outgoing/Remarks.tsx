/** Language and remarks of a departure, which may be written down at any time. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { LanguageField } from '../parts/LanguageField.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly doc: OutgoingDetail;
  readonly onDone: () => void;
}
export function Remarks({ doc, onDone }: Props) {
  const [open, setOpen] = useState(false);
  if (doc.state === 'draft' || doc.state === 'cancelled') return null;
  return (
    <For call="outgoing.remarks">
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {t('remarks.act')}
      </button>
      {open ? <RemarksDialog doc={doc} onClose={() => setOpen(false)} onDone={onDone} /> : null}
    </For>
  );
}

interface Said {
  readonly note: string;
  readonly language: string;
}
const SAID: Shape<Said> = { note: text(500), language: text(30) };
function RemarksDialog({ doc, onClose, onDone }: Props & { readonly onClose: () => void }) {
  const kept = useKeptForm({ form: 'remarks', of: doc.id }, SAID, () => ({ note: doc.note ?? '', language: doc.language ?? '' }));
  const { note, language } = kept.value;
  const act = useAct();
  const dirty = note !== (doc.note ?? '') || language !== (doc.language ?? '');
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['outgoing.remarks']({ id: doc.id, note, language })))) return;
    void kept.end();
    say(t('remarks.done'));
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={t('remarks.title')}
      lead={t('remarks.lead')}
      submit={t('common.save')}
      act={act}
      dirty={dirty}
      kept={kept}
      canSubmit={dirty}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('field.note')}
        maxLength={500}
        autosize
        minRows={2}
        value={note}
        onChange={(e) => kept.set({ note: e.currentTarget.value })}
        data-autofocus
      />
      <LanguageField value={language} onLanguage={(next) => kept.set({ language: next })} />
    </FormDialog>
  );
}
