/** What is written down of a file and of a year's list. */
import { Autocomplete, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DossierListFacts, DossierRow } from '../../contract/page/dossiers.ts';
import {
  byNotation,
  DOSSIER_LENGTHS,
  LANGUAGES,
  MAINTENANCE_TERMS,
  nextNotation,
  RIGHTS_TERMS,
  USUAL_LANGUAGE,
} from '../../domain/dossiers.ts';
import { api, useCore } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import type { PrintedFile } from '../registers/useJob.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const distinct = (words: readonly string[]): string[] => [...new Set(words.filter(Boolean))];

interface Typed {
  readonly heading: string;
  readonly notation: string;
  readonly title: string;
  readonly maintenance: string;
  readonly rights: string;
  readonly creator: string;
  readonly language: string;
  readonly description: string;
}
const SHAPE: Shape<Typed> = {
  heading: text(200),
  notation: text(DOSSIER_LENGTHS.notation),
  title: text(DOSSIER_LENGTHS.title),
  maintenance: text(DOSSIER_LENGTHS.maintenance),
  rights: text(DOSSIER_LENGTHS.rights),
  creator: text(DOSSIER_LENGTHS.creator),
  language: text(DOSSIER_LENGTHS.language),
  description: text(DOSSIER_LENGTHS.description),
};
interface FormProps {
  readonly year: number;
  /** Of the year: what is offered. */
  readonly rows: readonly DossierRow[];
  readonly listed: boolean;
  readonly row?: DossierRow;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
/** A new entry or file, or what is said of one changed. The next notation of the heading is proposed. */
export function DossierForm({ year, rows, listed, row, onClose, onDone }: FormProps) {
  const me = useCore((s) => s.app?.me?.name ?? '');
  const ends = (heading: string): string =>
    rows
      .filter((one) => one.heading === heading && one.state !== 'dropped')
      .map(({ notation }) => notation)
      .sort(byNotation)
      .at(-1) ?? '';
  const lastHeading = rows.filter(({ state }) => state !== 'dropped').at(-1)?.heading ?? '';
  const kept = useKeptForm({ form: 'dossier', ...(row ? { of: row.id } : {}) }, SHAPE, () => ({
    heading: row?.heading ?? lastHeading,
    notation: row?.notation ?? nextNotation(ends(lastHeading)) ?? '',
    title: row?.title ?? '',
    maintenance: row?.maintenance ?? '10 năm',
    rights: row?.rights ?? RIGHTS_TERMS[0],
    creator: row?.creator ?? me.slice(0, DOSSIER_LENGTHS.creator),
    language: row?.language ?? USUAL_LANGUAGE,
    description: row?.description ?? '',
  }));
  const { value: form, set } = kept;
  const act = useAct();
  const field = (name: keyof typeof form, max: number) => ({
    value: form[name],
    maxLength: max,
    onChange: (value: string) => set({ [name]: value }),
  });
  const typed = (name: keyof typeof form, max: number) => ({
    value: form[name],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => set({ [name]: e.currentTarget.value }),
  });
  const save = async (): Promise<void> => {
    const saved = await act.run(() =>
      api['dossiers.save']({ ...form, year: row?.year ?? year, listed: row?.listed ?? listed, ...(row ? { id: row.id } : {}) }),
    );
    if (!saved) return;
    void kept.end();
    onClose();
    onDone();
    if (!row && !listed) go({ at: 'dossiers', id: saved.id }, t('ds.saved', { notation: form.notation }));
    else say(t('ds.saved', { notation: form.notation }));
  };
  return (
    <FormDialog
      title={row ? t('ds.editTitle', { notation: row.notation }) : t(listed ? 'ds.newTitle' : 'ds.besideTitle', { year })}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={form.notation.trim() !== '' && form.title.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea label={t('ds.f.title')} required autosize minRows={2} data-autofocus {...typed('title', DOSSIER_LENGTHS.title)} />
      <div className="two-fields">
        <Autocomplete
          label={t('ds.f.heading')}
          data={distinct(rows.map(({ heading }) => heading))}
          {...field('heading', 200)}
          onOptionSubmit={(heading) => set({ heading, ...(row ? {} : { notation: nextNotation(ends(heading)) ?? form.notation }) })}
        />
        <TextInput
          label={t('ds.f.notation')}
          placeholder={t('ds.f.notationHint')}
          required
          {...typed('notation', DOSSIER_LENGTHS.notation)}
        />
      </div>
      <div className="two-fields">
        <Autocomplete label={t('ds.f.maintenance')} data={[...MAINTENANCE_TERMS]} {...field('maintenance', DOSSIER_LENGTHS.maintenance)} />
        <Autocomplete label={t('ds.f.rights')} data={[...RIGHTS_TERMS]} {...field('rights', DOSSIER_LENGTHS.rights)} />
      </div>
      <div className="two-fields">
        <Autocomplete
          label={t('ds.f.creator')}
          data={distinct([me, ...rows.map(({ creator }) => creator)])}
          {...field('creator', DOSSIER_LENGTHS.creator)}
        />
        <Autocomplete label={t('ds.f.language')} data={[...LANGUAGES]} {...field('language', DOSSIER_LENGTHS.language)} />
      </div>
      <TextInput label={t('ds.f.description')} {...typed('description', DOSSIER_LENGTHS.description)} />
    </FormDialog>
  );
}

interface ApproveProps {
  readonly year: number;
  readonly list?: DossierListFacts;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
export function ApproveDialog({ year, list, onClose, onDone }: ApproveProps) {
  const [decision, setDecision] = useState(list?.decision ?? '');
  const [approvedOn, setOn] = useState(list?.approvedOn);
  const [approvedBy, setBy] = useState(list?.approvedBy ?? '');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (approvedOn === undefined) return;
    if (!(await act.run(() => api['dossiers.approve']({ year, decision, approvedOn, approvedBy })))) return;
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={t('ds.approveTitle', { year })}
      lead={t('ds.approveLead')}
      submit={t('common.save')}
      act={act}
      dirty={decision !== (list?.decision ?? '')}
      canSubmit={decision.trim() !== '' && approvedOn !== undefined && approvedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('ds.decision')}
        required
        maxLength={100}
        value={decision}
        onChange={(e) => setDecision(e.currentTarget.value)}
        data-autofocus
      />
      <DateField label={t('ds.approvedOn')} required value={approvedOn} latest="today" onDate={setOn} />
      <TextInput label={t('ds.approvedBy')} required maxLength={100} value={approvedBy} onChange={(e) => setBy(e.currentTarget.value)} />
    </FormDialog>
  );
}

const KINDS = ['pdf', 'xlsx', 'docx'] as const;
interface ListProps {
  readonly year: number;
  readonly onClose: () => void;
  readonly onMade: (file: PrintedFile) => void;
}
/** The year's list as pages, workbook or Word document. */
export function ListDialog({ year, onClose, onMade }: ListProps) {
  const clerk = useCore((s) => s.app?.me?.roles.includes('clerk') ?? false);
  const [as, setAs] = useState<(typeof KINDS)[number]>('pdf');
  const act = useAct();
  const make = async (): Promise<void> => {
    const done = await act.run(async () => {
      const file = await api['dossiers.printList']({ year, as });
      if (as === 'pdf') return { file };
      const { saved } = await api['files.saveOutside']({ fileId: file.fileId });
      return saved ? { name: file.name } : undefined;
    });
    if (!done) return;
    onClose();
    if (done.file) onMade(done.file);
    else say(t('registers.saved', { name: done.name ?? '' }));
  };
  return (
    <FormDialog
      title={t('ds.printTitle', { year })}
      submit={t(as === 'pdf' ? 'registers.make' : 'registers.export')}
      act={act}
      dirty={false}
      onSubmit={() => void make()}
      onClose={onClose}
    >
      <Radio.Group label={t('registers.as')} value={as} onChange={(next) => setAs(KINDS.find((kind) => kind === next) ?? 'pdf')}>
        <Stack gap={6} mt={6}>
          {KINDS.filter((kind) => kind === 'pdf' || clerk).map((kind) => (
            <Radio key={kind} value={kind} label={t(`registers.as.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}

interface ReasonProps {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly onReason: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
/** An act that is done only with a reason. */
export function ReasonDialog({ title, lead, submit, danger, onReason, onClose, onDone }: ReasonProps) {
  const [reason, setReason] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if ((await act.run(() => onReason(reason.trim()))) === undefined) return;
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={title}
      lead={lead}
      submit={submit}
      {...(danger ? { danger } : {})}
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('ds.reason')}
        required
        maxLength={300}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
