/** Sổ đơn thư: the list, which names nobody, and the form that takes a petition into it. */
import { Button, Group, MultiSelect, NumberInput, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { PrintedFile } from '../../contract/page/paper.ts';
import type { PetitionRow } from '../../contract/page/petitions.ts';
import { CHANNELS, type Channel } from '../../domain/documents.ts';
import { PETITION_KINDS, type PetitionKind } from '../../domain/petitions.ts';
import { mayReadPetitions } from '../../domain/roles.ts';
import { api, useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { day, oneOf, type Shape, text, texts, whole } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, goSaved } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { BookDialog } from './BookDialog.tsx';
import { Choose, PrintedDialog, today } from './parts.tsx';

const TOPICS = ['petitions'] as const;
export const dueWords = (row: PetitionRow): string => {
  if (!row.due) return '';
  const { step, on, daysLeft, dayOff } = row.due;
  const off = dayOff === undefined ? '' : `, ${dayOff === on ? t('pt.dayOff.kept') : t('pt.dayOff.moved', { date: dateText(dayOff) })}`;
  return `${t(`pt.due.${step}`, { date: dateText(on) })} (${daysLeft < 0 ? t('pt.late', { days: -daysLeft }) : t('pt.left', { days: daysLeft })}${off})`;
};

export function Petitions() {
  const [show, setShow] = useState<'open' | 'mine' | 'all'>('open');
  const load = useCallback(() => api['petitions.list']({ show }), [show]);
  const { value, error } = useLoaded(load, TOPICS);
  const [adding, setAdding] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [printed, setPrinted] = useState<PrintedFile>();
  const clerk = useCore((s) => s.app?.me?.roles.includes('clerk')) ?? false;
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Text c="dimmed" className="papers-lead">
        {t('pt.lead')}
      </Text>
      <Group gap="sm">
        <Choose
          label={t('pd.tab.petitions')}
          value={show}
          onChange={setShow}
          choices={[
            ['open', t('pt.show.open', { count: value.open })],
            ['mine', t('pt.show.mine')],
            ['all', t('pt.show.all')],
          ]}
        />
        {clerk ? (
          <>
            <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setAdding(true)}>
              {t('pt.add')}
            </Button>
            <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => setPrinting(true)}>
              {t('pt.print')}
            </Button>
          </>
        ) : null}
      </Group>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet papers-sheet">
        {value.rows.length === 0 ? (
          <EmptyNote title={t('pt.empty')} />
        ) : (
          <table className="plain-table" aria-label={t('pd.tab.petitions')}>
            <thead>
              <tr>
                <th scope="col">{t('pt.number')}</th>
                <th scope="col">{t('pt.kind')}</th>
                <th scope="col">{t('pt.received')}</th>
                <th scope="col">{t('pt.people')}</th>
                <th scope="col">{t('pt.state')}</th>
                <th scope="col">{t('pt.due')}</th>
                <th scope="col">{t('pt.readers')}</th>
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <button type="button" className="link" onClick={() => go({ at: 'papers', tab: 'petitions', id: row.id })}>
                      {row.number}
                    </button>
                  </td>
                  <td>
                    <button type="button" className="link" onClick={() => go({ at: 'papers', tab: 'petitions', id: row.id })}>
                      {t(`pt.kind.${row.kind}`)}
                    </button>
                  </td>
                  <td>{dateText(row.receivedOn)}</td>
                  <td>{row.people}</td>
                  <td>
                    {t(`pt.state.${row.state}`)} {dateText(row.endedOn)}
                  </td>
                  <td className={(row.due?.daysLeft ?? 0) < 0 ? 'overdue' : ''}>{dueWords(row)}</td>
                  <td>{row.readers.map((one) => one.name).join('; ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {adding ? <PetitionForm next={value.next} onClose={() => setAdding(false)} /> : null}
      {printing ? (
        <BookDialog
          title={t('pt.print')}
          call="petitions.print"
          years={value.years}
          year={value.years[0] ?? ''}
          onClose={() => setPrinting(false)}
          onMade={setPrinted}
        />
      ) : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

const EMPTY = { name: '', address: '', phone: '', identity: '', matter: '', against: '' };
type Same = Awaited<ReturnType<(typeof api)['petitions.same']>>['rows'][number];

interface FormProps {
  readonly next: number;
  readonly onClose: () => void;
  /** A paper of the scanner's tray that this is. */
  readonly scan?: { readonly id: string; readonly pages: number };
}
interface Typed extends Readonly<typeof EMPTY> {
  readonly kind: PetitionKind;
  readonly channel: Channel;
  readonly receivedOn: string | undefined;
  readonly people: number;
  readonly readers: string[];
}
const SHAPE: Shape<Typed> = {
  name: text(200),
  address: text(300),
  phone: text(50),
  identity: text(50),
  matter: text(2000),
  against: text(300),
  kind: oneOf(...PETITION_KINDS),
  channel: oneOf(...CHANNELS),
  receivedOn: day,
  people: whole(1, 9999),
  readers: texts(50, 64),
};
export function PetitionForm({ next, onClose, scan }: FormProps) {
  const kept = useKeptForm<Typed>({ form: 'petition', ...(scan ? { of: scan.id, beside: scan.id } : {}) }, SHAPE, () => ({
    ...EMPTY,
    kind: 'complaint',
    channel: 'hand',
    receivedOn: today(),
    people: 1,
    readers: [],
  }));
  const { kind, channel, receivedOn, people, readers, ...values } = kept.value;
  const [files, setFiles] = useState<readonly Uploaded[]>([]);
  const [same, setSame] = useState<readonly Same[]>([]);
  const persons = usePersons();
  const act = useAct();
  const { name, address, matter } = values;
  useEffect(() => {
    if (name.trim() === '') {
      setSame([]);
      return;
    }
    const timer = setTimeout(() => {
      api['petitions.same']({ name, address, matter }).then(
        ({ rows }) => setSame(rows),
        () => setSame([]),
      );
    }, 300);
    return () => clearTimeout(timer);
  }, [name, address, matter]);
  const field = (key: keyof typeof EMPTY, max: number) => ({
    label: t(`pt.${key}`),
    value: values[key],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => kept.set({ [key]: e.currentTarget.value }),
  });
  const twin = same.some((one) => one.same === 'same');
  const save = async (): Promise<void> => {
    if (receivedOn === undefined) return;
    const made = await act.run(() =>
      api['petitions.register']({
        ...values,
        kind,
        channel,
        receivedOn,
        people,
        readers: [...readers],
        uploadIds: files.map((file) => file.uploadId),
        ...(scan ? { scanGroupIds: [scan.id] } : {}),
        notSame: twin,
      }),
    );
    if (!made) return;
    void kept.end();
    goSaved({ at: 'papers', tab: 'petitions', id: made.id }, t('pt.done', { number: made.number }));
  };
  return (
    <FormDialog
      title={t('pt.new')}
      submit={twin ? t('pt.notSame') : t('pt.save', { number: next })}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={matter.trim() !== '' && receivedOn !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {scan ? <Text>{t('pt.scanned', { pages: scan.pages })}</Text> : null}
      <div className="form-columns">
        <Select
          label={t('pt.kind')}
          data={PETITION_KINDS.map((one) => ({ value: one, label: t(`pt.kind.${one}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => kept.set({ kind: PETITION_KINDS.find((one) => one === value) ?? 'other' })}
        />
        <DateField label={t('pt.received')} value={receivedOn} onDate={(date) => kept.set({ receivedOn: date })} latest="today" />
        <Select
          label={t('field.channel')}
          data={CHANNELS.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
          value={channel}
          allowDeselect={false}
          onChange={(value) => kept.set({ channel: CHANNELS.find((one) => one === value) ?? 'hand' })}
        />
      </div>
      <div className="form-columns">
        <TextInput description={t('pt.nameHint')} {...field('name', 200)} data-autofocus />
        <NumberInput
          label={t('pt.people')}
          min={1}
          max={9999}
          value={people}
          onChange={(value) => kept.set({ people: Number(value) || 1 })}
        />
      </div>
      <TextInput {...field('address', 300)} />
      {same.slice(0, 3).map((one) => (
        <Text key={one.id} role="status" c="var(--warn-ink)">
          {t(one.same === 'same' ? 'pt.sameMatter' : 'pt.same', {
            number: one.number,
            date: dateText(one.date),
            state: t(`pt.state.${one.state}`).toLowerCase(),
          })}
        </Text>
      ))}
      <Textarea required autosize minRows={2} maxRows={6} {...field('matter', 2000)} />
      <TextInput {...field('against', 300)} />
      <div className="form-columns">
        <TextInput {...field('phone', 50)} />
        <TextInput {...field('identity', 50)} />
      </div>
      <MultiSelect
        label={t('pt.give')}
        description={t('pt.giveHint')}
        data={persons.map((one) => ({ value: one.id, label: one.name }))}
        value={[...readers]}
        onChange={(chosen) => kept.set({ readers: chosen })}
      />
      <FileDrop label={t('pt.scan')} files={files} onFiles={setFiles} />
    </FormDialog>
  );
}

const PEOPLE_TOPICS = [] as const;
const loadPeople = () => api['people.list']({ ended: false });
export const usePersons = () =>
  (useLoaded(loadPeople, PEOPLE_TOPICS).value?.people ?? []).filter((person) => mayReadPetitions(person.roles));
