/** A document on paper, or by another channel than the axis, taken in at the desk with its scan. */
import { Alert, Button, Select, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ProposalRow } from '../../contract/page/reading.ts';
import type { AppError } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { AdvanceField, EnvelopeNote, LikelyNote, useAdvance, useEnvelope } from '../papers/intake.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { DateField } from '../parts/DateField.tsx';
import { useUnsaved } from '../parts/dirty.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { KeptNote } from '../parts/KeptNote.tsx';
import { type Found, useFound, useKeep } from '../parts/kept.ts';
import { LanguageField } from '../parts/LanguageField.tsx';
import { DocumentTypeField, PriorityField } from '../parts/typeFields.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { ENTRY_FIELDS, entryOf, saysAlready } from '../reading/entry.ts';
import { ScanProposals } from '../reading/ScanProposals.tsx';
import { Twins } from '../reading/Twins.tsx';
import { go, goSaved, say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { DESK_CHANNELS, type EMPTY, intakeText, isTyped, type KeptIntake, NOTHING, readIntake, type Typed } from './intakeForm.ts';

const TOPICS = ['incoming', 'registers'] as const;
const nextNumber = () => api['incoming.nextNumber']({});
const isDuplicate = (error: AppError | undefined): boolean => error?.code.includes('duplicate') === true;

/** Papers of the scanner's tray that this document is made of. */
interface Scans {
  readonly ids: readonly string[];
  readonly label: string;
  readonly onRemove: () => void;
}
interface Props {
  /** Stands beside the tray, which has the screen's head. */
  readonly beside?: boolean;
  readonly scan?: Scans;
  /** Taken in; true = the next paper waits at this desk. */
  readonly onSaved?: () => boolean;
  /** The form goes on where it was left; it was being typed for these papers of the tray. */
  readonly onRestored?: (scans: readonly string[]) => void;
}

export function PaperIntake(props: Props) {
  const { ready, found } = useFound(PLACE, readIntake);
  return ready ? <IntakeForm {...props} found={found} /> : null;
}

const PLACE = { form: 'paper' } as const;
const NO_SCANS: readonly string[] = [];
/** The form as it is typed, kept in the core until it is sent or left on purpose. */
function useIntake(found: Found<KeptIntake>['found'], scans: readonly string[]) {
  const [typed, setTyped] = useState(found?.value.typed ?? NOTHING);
  const beside = useRef(new Set(found?.value.beside));
  const isBegun = isTyped(typed);
  if (!isBegun) beside.current.clear();
  for (const id of scans) beside.current.add(id);
  const text = isBegun ? intakeText({ typed, scans, beside: [...beside.current] }) : undefined;
  const keep = useKeep(PLACE, text, found && intakeText(found.value));
  return { typed, setTyped, keep, isBegun };
}

function IntakeForm({ beside, scan, onSaved, onRestored, found }: Props & { readonly found: Found<KeptIntake>['found'] }) {
  // Until its own papers are chosen again, whichever lies uppermost is not one that it stood beside.
  const [settled, setSettled] = useState(found === undefined);
  const { typed, setTyped, keep, isBegun } = useIntake(found, settled || !found ? (scan?.ids ?? NO_SCANS) : found.value.scans);
  const [anew, setAnew] = useState(0);
  const restored = anew === 0 ? found : undefined;
  const tellRestored = useRef(onRestored);
  useEffect(() => {
    if (found) tellRestored.current?.(found.value.scans);
    setSettled(true);
  }, [found]);
  const { channel, values, date, dueDate, priority } = typed;
  const set = (change: Partial<Typed>): void => setTyped((now) => ({ ...now, ...change }));
  const setValue = (name: keyof typeof EMPTY, value: string): void =>
    setTyped((now) => ({ ...now, values: { ...now.values, [name]: value } }));
  const [files, setFiles] = useState<readonly Uploaded[]>([]);
  const act = useAct();
  const advance = useAdvance(channel);
  const envelope = useEnvelope();
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const mark = (name: string) => (is: boolean) =>
    setWrong((now) => {
      if (now.has(name) === is) return now;
      const next = new Set(now);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  const { value: next } = useLoaded(nextNumber, TOPICS);
  useUnsaved(files.length > 0 || isBegun, keep.end);
  const startAnew = (): void => {
    keep.forget();
    setTyped(() => NOTHING);
    setWrong(new Set());
    setAnew((n) => n + 1);
  };

  const save = async (register: boolean, notDuplicate: boolean, mergeInto?: string, dateIsRight = false): Promise<void> => {
    const made = await act.run(() =>
      api['incoming.createPaper']({
        ...values,
        channel,
        priority,
        register,
        notDuplicate,
        uploadIds: files.map((f) => f.uploadId),
        ...(scan ? { scanGroupIds: [...scan.ids] } : {}),
        ...advance.advance,
        ...(envelope === undefined ? {} : { envelopeId: envelope.id }),
        ...(dateIsRight ? { dateIsRight } : {}),
        ...(mergeInto === undefined ? {} : { mergeInto }),
        ...(date === undefined ? {} : { date }),
        ...(dueDate === undefined ? {} : { dueDate }),
      }),
    );
    if (!made) return;
    if (mergeInto !== undefined) {
      void keep.end();
      goSaved({ at: 'incoming', id: made.id }, t('duplicate.merged'));
      return;
    }
    const note = made.held
      ? t('pd.intake.held')
      : made.arrivalNumber === undefined
        ? t('paper.doneUnnumbered')
        : t('paper.done', { number: numberText(made.arrivalNumber) });
    if (onSaved?.()) {
      startAnew();
      setFiles([]);
      say(note);
      return;
    }
    void keep.end();
    goSaved({ at: 'incoming', id: made.id }, note);
  };
  /** A proposal that the clerk looked at and took. */
  const takeRead = (row: ProposalRow): void =>
    setTyped((now) => {
      const { date: read, priority: urgency, ...texts } = entryOf(row);
      return {
        ...now,
        values: { ...now.values, ...texts },
        ...(read === undefined ? {} : { date: read }),
        ...(urgency === undefined ? {} : { priority: urgency }),
      };
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save(true, false);
  };
  const field = (name: keyof typeof EMPTY, max: number) => ({
    value: values[name],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => setValue(name, e.currentTarget.value),
  });
  /** Where the province's system gives the number, the paper is kept and entered with its number to come. */
  const registers = next === undefined || next.number !== undefined;
  // A day that is none, or has not come, is not left out in silence.
  const canSave = values.sender.trim() !== '' && values.subject.trim() !== '' && wrong.size === 0;
  return (
    <>
      {beside ? null : (
        <div className="screen-head">
          <BackButton onClick={() => go({ at: 'incoming' })} />
          <Title order={1}>{t('paper.title')}</Title>
        </div>
      )}
      {restored ? <KeptNote kept={{ restored: restored.at, startAnew }} /> : null}
      <EnvelopeNote />
      <form className="form sheet" onSubmit={submit} id="paper" key={anew}>
        <div className="form-columns">
          <div className="form-wide">
            {scan ? (
              <div className="scan-in-form">
                <Text size="sm">{t('scan.with', { label: scan.label })}</Text>
                <Button size="compact-xs" variant="default" onClick={scan.onRemove}>
                  {t('scan.without')}
                </Button>
              </div>
            ) : (
              <FileDrop
                label={t('paper.scan')}
                files={files}
                onFiles={setFiles}
                hint={files.length === 0 ? t('paper.noScan') : ''}
                onSecret={keep.end}
              />
            )}
            {scan?.ids[0] === undefined ? null : (
              <ScanProposals
                groupId={scan.ids[0]}
                wanted={ENTRY_FIELDS}
                taken={(row) => saysAlready(row, { ...values, date: date ?? '', priority })}
                onTake={takeRead}
              />
            )}
          </div>
          <TextInput label={t('field.sender')} required {...field('sender', 200)} autoFocus />
          <Select
            label={t('field.channel')}
            data={DESK_CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
            value={channel}
            allowDeselect={false}
            onChange={(value) => set({ channel: DESK_CHANNELS.find((c) => c === value) ?? 'hand' })}
          />
          <AdvanceField channel={channel} advance={advance} />
          <TextInput className="form-wide" label={t('field.subject')} required {...field('subject', 500)} />
          <div className="form-columns">
            <TextInput label={t('field.number')} {...field('number', 11)} />
            <TextInput label={t('field.notation')} {...field('notation', 30)} />
          </div>
          <div className="form-columns">
            <DateField label={t('field.date')} value={date} onDate={(next) => set({ date: next })} onWrong={mark('date')} latest="today" />
            <DateField
              label={t('field.deadline')}
              toward="coming"
              value={dueDate}
              onDate={(next) => set({ dueDate: next })}
              onWrong={mark('due')}
            />
          </div>
          <DocumentTypeField value={values.typeName} onType={(typeName) => setValue('typeName', typeName)} />
          <PriorityField value={priority} onPriority={(next) => set({ priority: next })} />
          <TextInput label={t('field.signer')} {...field('signer', 50)} />
          <TextInput label={t('field.note')} {...field('note', 500)} />
          <LanguageField value={values.language} onLanguage={(language) => setValue('language', language)} />
          <Twins sender={values.sender} number={values.number} notation={values.notation} date={date} />
        </div>
      </form>
      {act.error ? null : <LikelyNote facts={{ ...values, date }} busy={act.busy} onJoin={(id) => void save(true, false, id)} />}
      {isDuplicate(act.error) && act.error ? (
        <Alert color="orange" role="alert">
          {errorText(act.error)}
          {typeof act.error.params?.otherId === 'string' ? (
            <>
              <Button ml="sm" variant="default" onClick={() => go({ at: 'incoming', id: String(act.error?.params?.otherId) })}>
                {t('duplicate.open')}
              </Button>
              <Button ml="sm" onClick={() => void save(false, false, String(act.error?.params?.otherId))}>
                {t('duplicate.merge')}
              </Button>
            </>
          ) : null}
          <Button ml="sm" variant="default" onClick={() => void save(registers, true)}>
            {t('paper.notDuplicate')}
          </Button>
        </Alert>
      ) : (
        <ErrorNote error={act.error} onClose={act.clear} />
      )}
      {act.error?.code === 'documents.date_old' ? (
        <Button variant="default" onClick={() => void save(registers, false, undefined, true)}>
          {t('pd.intake.dateRight')}
        </Button>
      ) : null}
      <div className="form-foot">
        <span className="dim" role="status" style={{ flex: '1 0 100%' }}>
          {keep.at === undefined ? '\u00a0' : t('kept.savedAt', { when: momentText(keep.at) })}
        </span>
        <Button variant="default" disabled={!canSave} loading={act.busy} onClick={() => void save(false, false)}>
          {t('paper.keep')}
        </Button>
        <Button type="submit" form="paper" disabled={!canSave || !registers} loading={act.busy}>
          {advance.held
            ? t('pd.intake.keep')
            : next?.number === undefined
              ? t('paper.registerPlain')
              : t('paper.register', { number: numberText(next.number) })}
        </Button>
      </div>
    </>
  );
}
