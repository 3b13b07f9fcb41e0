/** Làm bản sao: form, direction, what of it, for whom, who signs; numbered at once, then printed or signed. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CopyIssueRow } from '../../contract/page/copies.ts';
import { COPY_DIRECTIONS, COPY_FORMS, type CopyDirection, type CopyForm, copyAllowed } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { day, oneOf, type Shape, text, whole } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

interface Props {
  /** The document that is copied. */
  readonly of?: string;
  /** PDFs of the document that is copied; none: a paper from outside. */
  readonly files?: readonly { readonly id: string; readonly name: string }[];
  readonly electronic?: boolean;
  readonly next?: string | undefined;
  readonly onClose: () => void;
  readonly onMade: (made: CopyIssueRow) => void;
}
const loadSigners = () => api['copies.signers']({});
const NO_TOPICS = [] as const;
const EMPTY = { pages: '', parts: '', forWhom: '', competence: '', signerPosition: '', signer: '', code: '', agency: '', subject: '' };
interface Typed extends Readonly<typeof EMPTY> {
  readonly form: CopyForm;
  readonly direction: CopyDirection;
  readonly date: string | undefined;
  readonly copies: number;
  readonly block: 'own_page' | 'foot';
}
const SHAPE: Shape<Typed> = {
  pages: text(200),
  parts: text(300),
  forWhom: text(500),
  competence: text(100),
  signerPosition: text(100),
  signer: text(50),
  code: text(50),
  agency: text(200),
  subject: text(500),
  form: oneOf(...COPY_FORMS),
  direction: oneOf(...COPY_DIRECTIONS),
  date: day,
  copies: whole(1, 999),
  block: oneOf('own_page', 'foot'),
};

export function MakeCopy({ of, files, electronic, next, onClose, onMade }: Props) {
  const inside = files !== undefined && files.length > 0;
  const directions = COPY_DIRECTIONS.filter((one) => (inside ? one.startsWith(electronic ? 'e' : 'p') : one.startsWith('p')));
  const kept = useKeptForm<Typed>({ form: 'copy', ...(of === undefined ? {} : { of }) }, SHAPE, () => ({
    ...EMPTY,
    form: 'SY',
    direction: directions[0] ?? 'pp',
    date: undefined,
    copies: 1,
    block: 'own_page',
  }));
  const { form, direction, date, copies, block, ...values } = kept.value;
  const { propose } = kept;
  const [fileId, setFileId] = useState(files?.[0]?.id ?? '');
  const [scans, setScans] = useState<readonly Uploaded[]>([]);
  const act = useAct();
  const signers = useLoaded(loadSigners, NO_TOPICS).value?.rows ?? [];
  const [likeliest] = signers;
  // The likeliest is proposed, where nothing was written yet.
  useEffect(() => {
    if (likeliest) propose(likeliest);
  }, [likeliest, propose]);
  const allowed = directions.filter((one) => copyAllowed(form, one));
  const shown = allowed.includes(direction) ? direction : (allowed[0] ?? 'pp');
  const set = (name: keyof typeof EMPTY) => (e: { currentTarget: { value: string } }) => kept.set({ [name]: e.currentTarget.value });
  const field = (name: keyof typeof EMPTY, label: string, max: number) => ({
    label,
    value: values[name],
    maxLength: max,
    onChange: set(name),
  });
  const save = async (): Promise<void> => {
    const { code, agency, subject, ...rest } = values;
    const source = { code, agency, subject, ...(date === undefined ? {} : { date }) };
    const upload = scans[0]?.uploadId;
    const made = await act.run(() =>
      api['copies.make']({
        ...rest,
        form,
        direction: shown,
        copies,
        block,
        note: '',
        ...(inside ? { fileId } : {}),
        ...(inside ? {} : { source }),
        ...(!inside && upload !== undefined ? { uploadId: upload } : {}),
      }),
    );
    if (!made) return;
    void kept.end();
    onMade(made);
  };
  const ready =
    values.forWhom.trim() !== '' &&
    values.signer.trim() !== '' &&
    (inside || values.subject.trim() !== '') &&
    (inside || shown === 'pp' || scans.length > 0);
  return (
    <FormDialog
      title={t('cp.make')}
      submit={next === undefined ? t('cp.doFirst') : t('cp.do', { code: next.replace('SY', form) })}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <div className="form-columns">
        <Select
          label={t('cp.form')}
          data={COPY_FORMS.map((one) => ({ value: one, label: t(`cp.form.${one}`) }))}
          value={form}
          allowDeselect={false}
          onChange={(value) => kept.set({ form: COPY_FORMS.find((one) => one === value) ?? 'SY' })}
        />
        <Select
          label={t('cp.direction')}
          data={allowed.map((one) => ({ value: one, label: t(`cp.direction.${one}`) }))}
          value={shown}
          allowDeselect={false}
          onChange={(value) => kept.set({ direction: COPY_DIRECTIONS.find((one) => one === value) ?? 'pp' })}
        />
      </div>
      {inside ? (
        <Select
          label={t('cp.file')}
          data={files.map((file) => ({ value: file.id, label: file.name }))}
          value={fileId}
          allowDeselect={false}
          onChange={(value) => setFileId(value ?? '')}
        />
      ) : (
        <>
          <TextInput required {...field('subject', t('cp.source.subject'), 500)} />
          <div className="form-columns">
            <TextInput {...field('code', t('cp.source.code'), 50)} />
            <DateField label={t('field.date')} value={date} onDate={(next) => kept.set({ date: next })} latest="today" />
          </div>
          <TextInput {...field('agency', t('cp.source.agency'), 200)} />
          {shown === 'pe' ? <FileDrop label={t('cp.scan')} files={scans} onFiles={(all) => setScans(all.slice(-1))} /> : null}
        </>
      )}
      {form === 'TrS' ? (
        <div className="form-columns">
          {inside || shown === 'pe' ? <TextInput description={t('cp.pagesHint')} {...field('pages', t('cp.pages'), 200)} /> : null}
          <TextInput {...field('parts', t('cp.parts'), 300)} />
        </div>
      ) : null}
      <TextInput required {...field('forWhom', t('cp.forWhom'), 500)} data-autofocus />
      {signers.length > 1 ? (
        <Select
          label={t('cp.signerOf')}
          data={signers.map((one, i) => ({
            value: String(i),
            label: [one.signer, one.competence, one.signerPosition].filter(Boolean).join(' – '),
          }))}
          value={String(signers.findIndex((one) => one.signer === values.signer && one.competence === values.competence))}
          placeholder={t('cp.signerOther')}
          onChange={(value) => {
            const chosen = signers[Number(value)];
            if (chosen) kept.set(chosen);
          }}
        />
      ) : null}
      <div className="form-columns">
        <TextInput {...field('competence', t('cp.competence'), 100)} />
        <TextInput {...field('signerPosition', t('cp.signerPosition'), 100)} />
        <TextInput required {...field('signer', t('cp.signer'), 50)} />
      </div>
      <div className="form-columns">
        <NumberInput
          label={t('cp.copies')}
          min={1}
          max={999}
          value={copies}
          onChange={(value) => kept.set({ copies: Number(value) || 1 })}
        />
        {shown === 'ep' ? (
          <Select
            label={t('cp.block')}
            data={(['own_page', 'foot'] as const).map((one) => ({ value: one, label: t(`cp.block.${one}`) }))}
            value={block}
            allowDeselect={false}
            onChange={(value) => kept.set({ block: value === 'foot' ? 'foot' : 'own_page' })}
          />
        ) : null}
      </div>
    </FormDialog>
  );
}
