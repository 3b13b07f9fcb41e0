/** A draft being written, new, changed, or as a reply. */
import { Button, Textarea, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { api, useCore } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { useUnsaved } from '../parts/dirty.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { ErrorNote, KeptNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useKept } from '../parts/kept.ts';
import { DocumentTypeField, PriorityField } from '../parts/typeFields.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { go, goSaved } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { type DraftValues, draftInput, draftOf, EMPTY_DRAFT, missingInDraft, replyTo, usualSigner } from './draft.ts';
import { PowersField } from './PowersField.tsx';
import { RecipientsField } from './RecipientsField.tsx';
import './outgoing.css';

interface Begun {
  readonly values: DraftValues;
  readonly title: string;
  /** Name of the PDF that a saved draft already has. */
  readonly file?: string;
}
async function begin(id: string | undefined, replyToId: string | undefined): Promise<Begun> {
  if (id !== undefined) {
    const doc = await api['outgoing.get']({ id });
    const [first] = doc.files;
    const title = doc.amends ? t(`amendment.draft.${doc.amends.type}`, { code: doc.amends.code }) : t('draft.title.edit');
    return { values: draftOf(doc), title, ...(first ? { file: first.name } : {}) };
  }
  if (replyToId !== undefined) {
    const doc = await api['incoming.get']({ id: replyToId });
    return { values: { ...replyTo(doc), ...(await lastSigner()) }, title: t('draft.title.reply', { code: doc.code }) };
  }
  return { values: { ...EMPTY_DRAFT, ...(await lastSigner()) }, title: t('draft.title.new') };
}
/** Who signed the document before this one, most often signs this one too. */
async function lastSigner(): Promise<Pick<DraftValues, 'signer' | 'signerPosition' | 'competence'>> {
  const { rows } = await api['outgoing.list']({ states: [], text: '', offset: 0, limit: 1 });
  const [last] = rows;
  if (last) {
    const { signer, signerPosition, competence } = await api['outgoing.get']({ id: last.id });
    return { signer, signerPosition, competence };
  }
  const office = useCore.getState().app?.office;
  return office ? usualSigner(office) : { signer: '', signerPosition: '', competence: '' };
}

interface Props {
  readonly id: string | undefined;
  readonly replyToId: string | undefined;
  readonly upload?: Uploaded | undefined;
}
export function Draft({ id, replyToId, upload }: Props) {
  const [begun, setBegun] = useState<Begun>();
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    void run(async () => setBegun(await begin(id, replyToId)));
  }, [id, replyToId, run]);
  if (!begun) return act.error ? <ErrorNote error={act.error} /> : <Waiting />;
  return <DraftForm begun={begun} id={id} replyToId={replyToId} upload={upload} />;
}

function DraftForm({ begun, id, replyToId, upload }: Props & { readonly begun: Begun }) {
  const { value: values, set: setValues, restored } = useKept(`draft ${id ?? ''} ${replyToId ?? ''}`, begun.values);
  const [files, setFiles] = useState<readonly Uploaded[]>(upload ? [upload] : []);
  const [wrongDate, setWrongDate] = useState(false);
  const [tried, setTried] = useState(false);
  const act = useAct();
  useUnsaved(values !== begun.values || files.length > 0);
  const set = (change: Partial<DraftValues>): void => setValues((now) => ({ ...now, ...change }));
  const missing = missingInDraft(values, files.length > 0 || begun.file !== undefined);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (missing || wrongDate) return;
    const saved = await act.run(() => api['outgoing.saveDraft'](draftInput(values, files, { id, replyToId })));
    if (saved) goSaved({ at: 'outgoing', id: saved.id }, t('draft.saved'));
  };
  const text = (name: 'subject' | 'content' | 'competence' | 'signerPosition' | 'signer', max: number) => ({
    value: values[name],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => set({ [name]: e.currentTarget.value }),
  });
  const back = (): void => {
    if (replyToId !== undefined) go({ at: 'incoming', id: replyToId });
    else go(id === undefined ? { at: 'outgoing' } : { at: 'outgoing', id });
  };
  return (
    <>
      <div className="screen-head">
        <Button variant="default" leftSection={<Icon name="back" size={18} />} onClick={back}>
          {t('draft.back')}
        </Button>
        <Title order={1}>{begun.title}</Title>
      </div>
      {restored ? <KeptNote /> : null}
      <form className="form sheet" id="draft" onSubmit={(e) => void save(e)}>
        <div className="form-columns">
          <p className="form-title">{t('draft.document')}</p>
          <DocumentTypeField value={values.typeName} onType={(typeName) => set({ typeName })} required />
          <div className="form-columns">
            <PriorityField value={values.priority} onPriority={(priority) => set({ priority })} />
            <DateField label={t('field.dueDate')} value={values.dueDate} onDate={(dueDate) => set({ dueDate })} onWrong={setWrongDate} />
          </div>
          <Textarea className="form-wide" label={t('field.subject')} required autosize minRows={2} {...text('subject', 500)} />
          <p className="form-title">{t('draft.sending')}</p>
          <RecipientsField value={values.recipients} onChange={(recipients) => set({ recipients })} />
          <Textarea
            className="form-wide"
            label={t('draft.toPlaces')}
            description={t('draft.toPlacesHint')}
            autosize
            minRows={2}
            value={values.toPlaces}
            onChange={(e) => set({ toPlaces: e.currentTarget.value })}
          />
          <p className="form-title">{t('draft.signing')}</p>
          <PowersField typeName={values.typeName} onChoose={set} />
          <TextInput label={t('field.signer')} {...text('signer', 50)} />
          <div className="form-columns">
            <TextInput label={t('field.competence')} description={t('draft.competenceHint')} {...text('competence', 100)} />
            <TextInput label={t('field.signerPosition')} description={t('draft.positionHint')} {...text('signerPosition', 100)} />
          </div>
          <p className="form-title">{t('draft.pdf')}</p>
          <div className="form-wide">
            <FileDrop
              label={t('draft.pdf')}
              files={files}
              onFiles={setFiles}
              office
              {...(begun.file === undefined || files.length > 0 ? {} : { hint: t('draft.pdfHave', { name: begun.file }) })}
            />
            <SampleButton values={values} onSample={(file) => setFiles([file])} />
          </div>
        </div>
      </form>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="form-foot">
        {tried && missing ? (
          <span className="overdue" role="alert">
            {t(missing)}
          </span>
        ) : null}
        <Button type="submit" form="draft" loading={act.busy}>
          {t('draft.save')}
        </Button>
      </div>
    </>
  );
}

/** Training only: a PDF in the decree's layout, made for the words typed so far. */
function SampleButton({ values, onSample }: { readonly values: DraftValues; readonly onSample: (file: Uploaded) => void }) {
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const act = useAct();
  if (!training) return null;
  const [first] = values.recipients;
  const ready = values.subject.trim() !== '' && first !== undefined;
  const make = async (): Promise<void> => {
    const made = await act.run(() => api['outgoing.sampleDraft']({ subject: values.subject, recipient: first?.name ?? '' }));
    if (made) onSample({ uploadId: made.uploadId, name: made.name, size: made.size });
  };
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center', marginTop: 8 }}>
      <Button variant="default" disabled={!ready} loading={act.busy} onClick={() => void make()}>
        {t('draft.sample')}
      </Button>
      {ready ? null : <span className="dim">{t('draft.sampleNeeds')}</span>}
      <ErrorNote error={act.error} onClose={act.clear} />
    </div>
  );
}
