/** A draft being written, new, changed, or as a reply. */
import { Button, Textarea, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { momentText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { DateField } from '../parts/DateField.tsx';
import { useUnsaved } from '../parts/dirty.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { ErrorNote, KeptNote, Waiting } from '../parts/feedback.tsx';
import { useFirstField } from '../parts/firstField.ts';
import { useKept } from '../parts/kept.ts';
import { LanguageField } from '../parts/LanguageField.tsx';
import { DocumentTypeField, PriorityField } from '../parts/typeFields.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, goSaved } from '../shell/view.ts';
import { t } from '../text/index.ts';
import {
  askSigned,
  DRAFT_FIELDS,
  type DraftField,
  type DraftValues,
  draftInput,
  draftOf,
  EMPTY_DRAFT,
  faultsOf,
  formOf,
  keptText,
  missingInDraft,
  readKeptForm,
  replyTo,
  usualSigner,
} from './draft.ts';
import { CheckButton } from './FormCheck.tsx';
import { useKeeping } from './keeping.ts';
import { PowersField } from './PowersField.tsx';
import { RecipientsField } from './RecipientsField.tsx';
import './outgoing.css';

interface Begun {
  readonly values: DraftValues;
  readonly title: string;
  /** Name of the PDF that a saved draft already has. */
  readonly file?: string;
  /** What was being typed when it was last left, and when; `values` are those that are saved. */
  readonly kept?: { readonly values: DraftValues; readonly files: readonly Uploaded[]; readonly at: number };
  /** The draft was saved elsewhere after that. */
  readonly changedAt?: number;
}
async function begin(id: string | undefined, replyToId: string | undefined, asksSigned: true | undefined): Promise<Begun> {
  const found = (await api['drafts.kept']({ form: formOf(id, replyToId) })).kept;
  const form = found && readKeptForm(found.draft);
  const kept = found && form ? { kept: { ...form, at: found.at } } : {};
  if (id !== undefined) {
    const doc = await api['outgoing.get']({ id });
    const [first] = doc.files;
    const title = doc.amends ? t(`amendment.draft.${doc.amends.type}`, { code: doc.amends.code }) : t('draft.title.edit');
    return {
      values: draftOf(doc),
      title,
      ...(first ? { file: first.name } : {}),
      ...kept,
      ...(found && doc.updatedAt > found.at ? { changedAt: doc.updatedAt } : {}),
    };
  }
  if (replyToId !== undefined) {
    const doc = await api['incoming.get']({ id: replyToId });
    const values = asksSigned ? askSigned(doc) : replyTo(doc);
    return { values: { ...values, ...(await lastSigner()) }, title: t('draft.title.reply', { code: doc.code }), ...kept };
  }
  return { values: { ...EMPTY_DRAFT, ...(await lastSigner()) }, title: t('draft.title.new'), ...kept };
}
/** Who signed the document before this one, most often signs this one too. */
async function lastSigner(): Promise<Pick<DraftValues, 'signer' | 'signerPosition' | 'competence'>> {
  // By its day: what was taken over from an old book today is not the last one.
  const { rows } = await api['lists.outgoing']({
    filter: { states: [], text: '' },
    order: { by: 'day', descending: true },
    offset: 0,
    limit: 1,
  });
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
  readonly asksSigned?: true | undefined;
  readonly upload?: Uploaded | undefined;
}
export function Draft({ id, replyToId, asksSigned, upload }: Props) {
  const [begun, setBegun] = useState<Begun>();
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    void run(async () => setBegun(await begin(id, replyToId, asksSigned)));
  }, [id, replyToId, asksSigned, run]);
  if (!begun) return act.error ? <ErrorNote error={act.error} /> : <Waiting />;
  return <DraftForm begun={begun} id={id} replyToId={replyToId} upload={upload} />;
}

const KINDS_TOPICS = ['codelists'] as const;
const loadKinds = () => api['codelists.documentKinds']({});

function DraftForm({ begun, id, replyToId, upload }: Props & { readonly begun: Begun }) {
  // A file that is brought begins a form of its own.
  const resumed = upload ? undefined : begun.kept;
  const first = resumed?.values ?? begun.values;
  // The core keeps it as `drafts.*`, with its files.
  const { value: values, set: setValues, restored } = useKept(`draft ${id ?? ''} ${replyToId ?? ''}`, first);
  const [files, setFiles] = useState<readonly Uploaded[]>(upload ? [upload] : (resumed?.files ?? []));
  const [wrongDate, setWrongDate] = useState(false);
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<DraftField>>(new Set());
  const kinds = useLoaded(loadKinds, KINDS_TOPICS).value?.kinds.map(({ name }) => name) ?? [];
  const act = useAct();
  const form = formOf(id, replyToId);
  const [anew, setAnew] = useState(false);
  const begunFiles = anew ? 0 : (resumed?.files.length ?? (upload ? 1 : 0));
  const touched = values !== (anew ? begun.values : first) || files.length !== begunFiles;
  const keeping = useKeeping(form, touched || (resumed !== undefined && !anew) ? keptText(values, files) : undefined);
  useUnsaved(touched && keeping.state !== 'saved');
  const set = (change: Partial<DraftValues>): void => setValues((now) => ({ ...now, ...change }));
  const missing = missingInDraft(values, files.length > 0 || begun.file !== undefined);
  const faults = faultsOf(values, { kinds, today: legalDateOf(Date.now()) });
  const faultAt = (field: DraftField): string | undefined => {
    const fault = faults[field];
    return fault !== undefined && (tried || left.has(field)) ? t(fault) : undefined;
  };
  const leave = (field: string | undefined): void => {
    const known = DRAFT_FIELDS.find((one) => one === field);
    if (known && !left.has(known)) setLeft(new Set([...left, known]));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (missing || wrongDate || faults.typeName) return;
    const saved = await act.run(() => api['outgoing.saveDraft'](draftInput(values, files, { id, replyToId })));
    if (!saved) return;
    await keeping.drop();
    goSaved({ at: 'outgoing', id: saved.id }, t('draft.saved'));
  };
  const startAnew = async (): Promise<void> => {
    await keeping.drop();
    setValues(() => begun.values);
    setFiles([]);
    setAnew(true);
  };
  const [dropped, setDropped] = useState<readonly File[]>();
  const sheet = useRef<HTMLFormElement>(null);
  useFirstField(sheet, '[data-field="subject"]', anew ? 1 : 0);
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
        <BackButton onClick={back}>{t('draft.back')}</BackButton>
        <Title order={1}>{begun.title}</Title>
      </div>
      {restored ? <KeptNote /> : null}
      {resumed && !anew ? (
        <output className="kept-note">
          {t('kept.found', { when: momentText(resumed.at) })}{' '}
          {begun.changedAt === undefined ? null : (
            <b className="overdue">{t('kept.changedSince', { when: momentText(begun.changedAt) })} </b>
          )}
          <button type="button" className="link" onClick={() => void startAnew()}>
            {t('kept.foundStart')}
          </button>
        </output>
      ) : null}
      <form
        ref={sheet}
        className="form sheet"
        id="draft"
        key={anew ? 'anew' : 'first'}
        onSubmit={(e) => void save(e)}
        onBlur={(e) => leave(e.target.closest<HTMLElement>('[data-field]')?.dataset.field)}
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          if (e.defaultPrevented || e.dataTransfer.files.length === 0) return;
          e.preventDefault();
          setDropped([...e.dataTransfer.files]);
        }}
      >
        <div className="form-columns">
          <p className="form-title">{t('draft.document')}</p>
          <div data-field="typeName">
            <DocumentTypeField value={values.typeName} onType={(typeName) => set({ typeName })} required error={faultAt('typeName')} />
          </div>
          <div className="form-columns">
            <PriorityField value={values.priority} onPriority={(priority) => set({ priority })} />
            <div>
              <DateField
                label={t('field.dueDate')}
                toward="coming"
                value={values.dueDate}
                onDate={(dueDate) => set({ dueDate })}
                onWrong={setWrongDate}
              />
              {faults.dueDate ? <span className="overdue">{t(faults.dueDate)}</span> : null}
            </div>
          </div>
          <Textarea
            className="form-wide"
            label={t('field.subject')}
            required
            autosize
            minRows={2}
            error={faultAt('subject')}
            data-field="subject"
            {...text('subject', 500)}
          />
          <TextInput label={t('field.note')} maxLength={500} value={values.note} onChange={(e) => set({ note: e.currentTarget.value })} />
          <LanguageField value={values.language} onLanguage={(language) => set({ language })} />
          <p className="form-title">{t('draft.sending')}</p>
          <div className="form-wide" data-field="recipients">
            <RecipientsField value={values.recipients} onChange={(recipients) => set({ recipients })} />
            {faultAt('recipients') ? <span className="overdue">{faultAt('recipients')}</span> : null}
          </div>
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
          <TextInput label={t('field.signer')} error={faultAt('signer')} data-field="signer" {...text('signer', 50)} />
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
              dropped={dropped}
              hint={begun.file === undefined || files.length > 0 ? t('draft.filesHint') : t('draft.pdfHave', { name: begun.file })}
            />
            <SampleButton values={values} onSample={(file) => setFiles([file])} />
            {files.length > 0 || id !== undefined ? <CheckButton input={() => checkInput(values, files, id)} /> : null}
          </div>
        </div>
      </form>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="form-foot">
        <span className={keeping.state === 'failed' ? 'overdue' : 'dim'} role="status" style={{ flex: 1 }}>
          {keeping.words}
        </span>
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

/** The PDF of the form, or of the draft that it changes, against what is typed now. */
function checkInput(values: DraftValues, files: readonly Uploaded[], id: string | undefined) {
  const { typeName, subject, competence, signerPosition, signer, priority, recipients } = values;
  const [file] = files;
  const typed = {
    typeName,
    subject,
    competence,
    signerPosition,
    signer,
    priority,
    recipients: recipients.map((one) => ({ name: one.name })),
  };
  return { typed, ...(id === undefined ? {} : { id }), ...(file ? { uploadId: file.uploadId } : {}) };
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
