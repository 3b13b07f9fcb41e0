/** One petition: its clock and steps for everyone at the desk, who and what only for the persons named for the case. */

import { Alert, Button, Checkbox, Group, Menu, NumberInput, Select, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { PrintedFile } from '../../contract/page/paper.ts';
import type { PetitionDetail } from '../../contract/page/petitions.ts';
import { namesByDefault, PETITION_FORMS, type PetitionAct, type PetitionForm, UNNAMED_FORMS } from '../../domain/petitions.ts';
import { api, useCore } from '../core.ts';
import { dateText, momentText } from '../format.ts';
import { AuditLink } from '../parts/AuditLink.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { day, flag, maybeWhole, type Shape, text as textOf } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { later } from '../parts/later.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t, textOr } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { dueWords, usePersons } from './Petitions.tsx';
import { PrintedDialog, today } from './parts.tsx';

const Redact = later(() => import('./Redact.tsx').then((m) => ({ default: m.Redact })), Waiting);
const TOPICS = ['petitions'] as const;
const MAIN: readonly PetitionAct[] = ['accept', 'transfer', 'resolve'];

export function Petition({ id }: { readonly id: string }) {
  const load = useCallback(() => api['petitions.get']({ id }), [id]);
  const { value: petition, error, reload } = useLoaded(load, TOPICS, id);
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'papers', tab: 'petitions' })} />
        <Title order={2}>
          {petition ? t('pt.one', { kind: t(`pt.kind.${petition.kind}`).toLowerCase(), number: petition.number }) : ''}
        </Title>
      </div>
      <ErrorNote error={error} />
      {petition ? <Shown petition={petition} onDone={() => void reload()} /> : error ? null : <Waiting />}
    </>
  );
}

function Shown({ petition, onDone }: { readonly petition: PetitionDetail; readonly onDone: () => void }) {
  const { sealed } = petition;
  const files = petition.files.map((file) => ({ id: file.fileId, name: file.name, size: file.size, detected: file.detected }));
  return (
    <>
      {petition.named ? <Acts petition={petition} onDone={onDone} /> : null}
      {sealed ? null : <Alert color="gray">{t('pt.unnamed', { names: petition.readers.map((one) => one.name).join('; ') })}</Alert>}
      <div className="document">
        <div className="document-left sheet">
          {sealed ? (
            <Section title={t('pt.sealed')}>
              <Facts>
                <Fact name={t('pt.name')}>{sealed.name}</Fact>
                <Fact name={t('pt.address')}>{sealed.address}</Fact>
                <Fact name={t('pt.phone')}>{sealed.phone}</Fact>
                <Fact name={t('pt.identity')}>{sealed.identity}</Fact>
                <Fact name={t('pt.matter')}>{sealed.matter}</Fact>
                <Fact name={t('pt.against')}>{sealed.against}</Fact>
              </Facts>
            </Section>
          ) : null}
          <Facts>
            <Fact name={t('pt.state')}>{t(`pt.state.${petition.state}`)}</Fact>
            <Fact name={t('pt.due')}>
              {petition.due ? <span className={petition.due.daysLeft < 0 ? 'overdue' : ''}>{dueWords(petition)}</span> : undefined}
            </Fact>
            <Fact name={t('pt.basis')}>{petition.due ? petition.basis : undefined}</Fact>
            <Fact name={t('pt.received')}>{dateText(petition.receivedOn)}</Fact>
            <Fact name={t('field.channel')}>{t(`channel.${petition.channel}`)}</Fact>
            <Fact name={t('pt.people')}>{petition.people}</Fact>
            <Fact name={t('pt.state.joined')}>{petition.sameAs ? t('pt.sameAs', { number: petition.sameAs.number }) : undefined}</Fact>
          </Facts>
          {petition.making ? (
            <Text size="sm" c="dimmed" role="status">
              {t('pt.making', { count: petition.making })}
            </Text>
          ) : null}
          <Readers petition={petition} onDone={onDone} />
          <Section title={t('pt.trail')}>
            <ul className="trail">
              {petition.trail.map((row) => (
                <li key={`${row.at} ${row.act}`}>
                  <span className="trail-text">{textOr(`pt.trail.${row.act}`, textOr(`pt.act.${row.act}`, row.act))}</span>
                  {row.text ? <div>{row.text}</div> : null}
                  <span className="dim">
                    {momentText(row.at)} · {row.by}
                  </span>
                </li>
              ))}
            </ul>
            <AuditLink id={petition.id} label={t('auditLink.petition', { number: petition.number })} />
          </Section>
        </div>
        <Viewer files={files} />
      </div>
    </>
  );
}

type Dialog = { readonly act: PetitionAct } | { readonly form: PetitionForm } | 'redact' | 'files';
function Acts({ petition, onDone }: { readonly petition: PetitionDetail; readonly onDone: () => void }) {
  const [dialog, setDialog] = useState<Dialog>();
  const [printed, setPrinted] = useState<PrintedFile>();
  const main = petition.acts.filter((act) => MAIN.includes(act));
  const others = petition.acts.filter((act) => !MAIN.includes(act));
  const originals = useMemo(() => petition.files.filter((file) => file.kind === 'original' && file.detected === 'pdf'), [petition.files]);
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    onDone();
  };
  return (
    <>
      <div className="document-acts">
        {main.map((act, i) => (
          <Button key={act} variant={i === 0 ? 'filled' : 'default'} onClick={() => setDialog({ act })}>
            {t(`pt.act.${act}`)}
          </Button>
        ))}
        {others.length > 0 ? (
          <Menu>
            <Menu.Target>
              <Button variant="default">{t('pt.act.other')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((act) => (
                <Menu.Item key={act} onClick={() => setDialog({ act })}>
                  {t(`pt.act.${act}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
        <Menu>
          <Menu.Target>
            <Button variant="default">{t('pt.form')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {PETITION_FORMS.map((form) => (
              <Menu.Item key={form} onClick={() => setDialog({ form })}>
                {t(`pt.form.${form}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button variant="default" onClick={() => setDialog('files')}>
          {t('pt.trail.files')}
        </Button>
        {originals.length > 0 ? (
          <Button variant="default" onClick={() => setDialog('redact')}>
            {t('pt.redact')}
          </Button>
        ) : null}
      </div>
      {dialog === 'redact' ? (
        <Redact petitionId={petition.id} files={originals} onClose={() => setDialog(undefined)} onDone={() => done(t('pt.redact.done'))} />
      ) : null}
      {dialog === 'files' ? <FilesDialog id={petition.id} onClose={() => setDialog(undefined)} onDone={() => done(t('pt.acted'))} /> : null}
      {typeof dialog === 'object' && 'act' in dialog ? (
        <ActDialog petition={petition} act={dialog.act} onClose={() => setDialog(undefined)} onDone={() => done(t('pt.acted'))} />
      ) : null}
      {typeof dialog === 'object' && 'form' in dialog ? (
        <FormOf
          petition={petition}
          form={dialog.form}
          onClose={() => setDialog(undefined)}
          onDone={(file) => {
            setDialog(undefined);
            setPrinted(file);
            onDone();
          }}
        />
      ) : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

interface Ends {
  readonly onClose: () => void;
  readonly onDone: () => void;
}
interface Acted {
  readonly on: string | undefined;
  readonly text: string;
  readonly complex: boolean;
  readonly other: number | undefined;
}
const ACTED: Shape<Acted> = { on: day, text: textOf(1000), complex: flag, other: maybeWhole(1, 1_000_000) };
function ActDialog({ petition, act: which, onClose, onDone }: Ends & { readonly petition: PetitionDetail; readonly act: PetitionAct }) {
  const kept = useKeptForm({ form: 'petitionAct', of: petition.id }, ACTED, () => ({
    on: today(),
    text: '',
    complex: false,
    other: undefined,
  }));
  const { on, text, complex, other } = kept.value;
  const loadAll = useCallback(() => api['petitions.list']({ show: 'all' }), []);
  const all = useLoaded(loadAll, TOPICS).value?.rows ?? [];
  const act = useAct();
  const needs = ['refuse', 'return', 'transfer', 'guide', 'keep', 'extend'].includes(which);
  const otherId = all.find((row) => row.number === other && row.id !== petition.id)?.id;
  const save = async (): Promise<void> => {
    if (on === undefined) return;
    const input = { id: petition.id, act: which, on, text, ...(which === 'accept' ? { complex } : {}), ...(otherId ? { otherId } : {}) };
    if (!(await act.run(() => api['petitions.act'](input)))) return;
    void kept.end();
    onDone();
  };
  return (
    <FormDialog
      title={t(`pt.act.${which}`)}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={on !== undefined && (!needs || text.trim() !== '') && (which !== 'join' || otherId !== undefined)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <DateField label={t('pt.on')} value={on} onDate={(next) => kept.set({ on: next })} latest="today" />
      {which === 'join' ? (
        <NumberInput
          label={t('pt.joinWith')}
          min={1}
          value={other ?? ''}
          onChange={(value) => kept.set({ other: Number(value) || undefined })}
        />
      ) : null}
      <Textarea
        label={t('pt.say')}
        required={needs}
        autosize
        minRows={2}
        maxLength={1000}
        value={text}
        onChange={(e) => kept.set({ text: e.currentTarget.value })}
        data-autofocus
      />
      {which === 'accept' ? (
        <Checkbox label={t('pt.complex')} checked={complex} onChange={(e) => kept.set({ complex: e.currentTarget.checked })} />
      ) : null}
    </FormDialog>
  );
}

interface Letter {
  readonly to: string;
  readonly text: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly named: boolean;
}
const LETTER: Shape<Letter> = { to: textOf(300), text: textOf(2000), signerPosition: textOf(100), signer: textOf(50), named: flag };
function FormOf(props: {
  readonly petition: PetitionDetail;
  readonly form: PetitionForm;
  readonly onClose: () => void;
  readonly onDone: (file: PrintedFile) => void;
}) {
  const office = useCore((s) => s.app?.office);
  const kept = useKeptForm({ form: 'petitionLetter', of: props.petition.id }, LETTER, () => ({
    to: '',
    text: '',
    signerPosition: office?.leaderPosition ?? '',
    signer: office?.leaderName ?? '',
    named: namesByDefault(props.petition.kind, props.form),
  }));
  const { named, ...values } = kept.value;
  const act = useAct();
  const set = (name: keyof typeof values) => (e: { currentTarget: { value: string } }) => kept.set({ [name]: e.currentTarget.value });
  const save = async (): Promise<void> => {
    const file = await act.run(() => api['petitions.form']({ id: props.petition.id, form: props.form, ...values, named }));
    if (!file) return;
    void kept.end();
    props.onDone(file);
  };
  const toOther = props.form === 'transfer' || props.form === 'guide' || props.form === 'propose';
  return (
    <FormDialog
      title={t(`pt.form.${props.form}`)}
      submit={t('pt.form.do')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={!toOther || values.to.trim() !== ''}
      onSubmit={() => void save()}
      onClose={props.onClose}
    >
      {toOther ? (
        <TextInput
          label={t(props.form === 'propose' ? 'pt.form.toLeader' : 'pt.form.to')}
          required
          maxLength={300}
          value={values.to}
          onChange={set('to')}
          data-autofocus
        />
      ) : null}
      {UNNAMED_FORMS.includes(props.form) ? (
        <Checkbox
          label={t('pt.form.named')}
          {...(props.petition.kind === 'denunciation' ? { description: t('pt.form.namedWhy') } : {})}
          checked={named}
          onChange={(e) => kept.set({ named: e.currentTarget.checked })}
        />
      ) : null}
      <Textarea label={t('pt.form.text')} autosize minRows={3} maxLength={2000} value={values.text} onChange={set('text')} />
      <div className="form-columns">
        <TextInput label={t('cp.signerPosition')} maxLength={100} value={values.signerPosition} onChange={set('signerPosition')} />
        <TextInput label={t('field.signer')} maxLength={50} value={values.signer} onChange={set('signer')} />
      </div>
    </FormDialog>
  );
}

function FilesDialog({ id, onClose, onDone }: Ends & { readonly id: string }) {
  const [files, setFiles] = useState<readonly Uploaded[]>([]);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['petitions.addFiles']({ id, uploadIds: files.map((file) => file.uploadId) }))) onDone();
  };
  return (
    <FormDialog
      title={t('pt.trail.files')}
      submit={t('common.save')}
      act={act}
      dirty={files.length > 0}
      canSubmit={files.length > 0}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <FileDrop label={t('pt.scan')} files={files} onFiles={setFiles} />
    </FormDialog>
  );
}

function Readers({ petition, onDone }: { readonly petition: PetitionDetail; readonly onDone: () => void }) {
  const persons = usePersons();
  const act = useAct();
  const free = persons.filter((person) => !petition.readers.some((one) => one.id === person.id));
  const change = (work: () => Promise<unknown>): void => void act.run(work).then((done) => done !== undefined && onDone());
  return (
    <Section title={t('pt.readers')}>
      <ul className="recipients">
        {petition.readers.map((one) => (
          <li key={one.id}>
            <span>{one.name}</span>
            {petition.named && petition.readers.length > 1 ? (
              <button
                type="button"
                className="link"
                onClick={() => change(() => api['petitions.unname']({ id: petition.id, personId: one.id }))}
              >
                {t('pt.removeReader', { name: '' }).trim()}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {petition.named && free.length > 0 ? (
        <Group>
          <Select
            aria-label={t('pt.addReader')}
            placeholder={t('pt.addReader')}
            data={free.map((one) => ({ value: one.id, label: one.name }))}
            value={null}
            onChange={(personId) => (personId === null ? undefined : change(() => api['petitions.name']({ id: petition.id, personId })))}
          />
        </Group>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {petition.named ? null : <Text size="sm" c="dimmed" />}
    </Section>
  );
}
