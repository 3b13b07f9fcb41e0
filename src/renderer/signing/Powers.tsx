/** Cài đặt › Thẩm quyền ký: who signs what in which capacity, from when to when; bodies that use an organ's seal. */
import { Button, Group, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { BodyRow, PowerRow } from '../../contract/page/signing.ts';
import { blockOf, CAPACITIES, type Capacity } from '../../domain/signingPowers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { day, identity, maybeIdentity, oneOf, type Shape, texts, text as words } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { RemoveButton } from '../parts/RemoveButton.tsx';
import { type Act, useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import './signing.css';

const TOPICS = [] as const;
const load = () => api['signing.powers.list']({});
type Organs = readonly { readonly organId: string; readonly name: string }[];

export default function Powers() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [editing, setEditing] = useState<PowerRow | 'new'>();
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const remove = (id: string): void => void act.run(() => api['signing.powers.remove']({ id })).then(() => reload());
  const where = (power: PowerRow): string =>
    power.bodyName || (value.organs.length > 1 ? (value.organs.find((o) => o.organId === power.organId)?.name ?? '') : '');
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      {value.powers.length === 0 ? <Text c="dimmed">{t('powers.none')}</Text> : null}
      {value.powers.length > 0 ? (
        <table className="power-table" aria-label={t('powers.title')}>
          <thead>
            <tr>
              <th>{t('powers.person')}</th>
              <th>{t('powers.block')}</th>
              <th>{t('powers.kinds')}</th>
              <th>{t('powers.time')}</th>
              <th>{t('powers.authority')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {value.powers.map((power) => (
              <tr key={power.id} className={power.inForce ? '' : 'power-off'}>
                <td>
                  <b>{power.person}</b>
                  {where(power) ? <div className="dim">{where(power)}</div> : null}
                  {power.left ? <div className="signer-advice">{t('powers.left')}</div> : null}
                </td>
                <td>
                  {power.block.competence ? <div>{power.block.competence}</div> : null}
                  {power.block.position}
                </td>
                <td>{power.kinds.length === 0 ? t('powers.allKinds') : power.kinds.join(', ')}</td>
                <td>
                  {power.to === undefined
                    ? t('powers.from', { from: dateText(power.from) })
                    : t('powers.fromTo', { from: dateText(power.from), to: dateText(power.to) })}
                  {power.inForce ? null : <div>{t('powers.off')}</div>}
                </td>
                <td>{power.authority}</td>
                <td>
                  <Group gap={4} wrap="nowrap">
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      onClick={() => setEditing(power)}
                      aria-label={t('powers.editNamed', { name: power.person })}
                    >
                      {t('powers.edit')}
                    </Button>
                    <RemoveButton
                      words={t('powers.remove')}
                      named={t('powers.removeNamed', { name: power.person })}
                      question={t('powers.removeAsk')}
                      size="compact-sm"
                      onSure={() => remove(power.id)}
                    />
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <div className="settings-acts">
        <Button onClick={() => setEditing('new')}>{t('powers.add')}</Button>
      </div>
      <Bodies bodies={value.bodies} organs={value.organs} act={act} reload={reload} />
      {editing ? (
        <PowerDialog
          power={editing === 'new' ? undefined : editing}
          organs={value.organs}
          bodies={value.bodies}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            setEditing(undefined);
            void reload();
          }}
        />
      ) : null}
    </>
  );
}

interface DialogProps {
  readonly power: PowerRow | undefined;
  readonly organs: Organs;
  readonly bodies: readonly BodyRow[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}
interface Power {
  readonly organId: string;
  readonly bodyId: string | undefined;
  readonly person: string;
  readonly capacity: Capacity;
  readonly collective: string;
  readonly headPosition: string;
  readonly position: string;
  readonly kinds: string[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly authority: string;
}
const POWER: Shape<Power> = {
  organId: identity,
  bodyId: maybeIdentity,
  person: words(50),
  capacity: oneOf(...CAPACITIES),
  collective: words(100),
  headPosition: words(100),
  position: words(100),
  kinds: texts(60, 100),
  from: day,
  to: day,
  authority: words(300),
};
const loadKinds = () => api['codelists.documentKinds']({});

function PowerDialog({ power, organs, bodies, onClose, onSaved }: DialogProps) {
  const office = useCore((s) => s.app?.office);
  const kinds = useLoaded(loadKinds, TOPICS).value?.kinds ?? [];
  const act = useAct();
  const kept = useKeptForm<Power>({ form: 'power', ...(power ? { of: power.id } : {}) }, POWER, () => ({
    organId: power?.organId ?? organs[0]?.organId ?? '',
    bodyId: power?.bodyId,
    person: power?.person ?? '',
    capacity: power?.capacity ?? 'tm',
    collective: power?.collective ?? 'ỦY BAN NHÂN DÂN',
    headPosition: power?.headPosition ?? office?.leaderPosition ?? 'CHỦ TỊCH',
    position: power?.position ?? '',
    kinds: [...(power?.kinds ?? [])],
    from: power?.from ?? legalDateOf(Date.now()),
    to: power?.to,
    authority: power?.authority ?? '',
  }));
  const form = kept.value;
  const [touched, setTouched] = useState(false);
  const [wrong, setWrong] = useState<number>();
  const onWrong = (now: boolean): void => setWrong(now ? kept.round : undefined);
  const { set: keep } = kept;
  const set = useCallback(
    (change: Partial<Power>): void => {
      setTouched(true);
      keep(change);
    },
    [keep],
  );
  const save = async (): Promise<void> => {
    const { bodyId, from = '', to = '', ...rest } = form;
    const input = { ...rest, from, ...(bodyId === undefined ? {} : { bodyId }), ...(to === '' ? {} : { to }) };
    if (!(await act.run(() => api['signing.powers.save']({ ...input, ...(power ? { id: power.id } : {}) })))) return;
    void kept.end();
    onSaved();
  };
  const text = (name: 'person' | 'collective' | 'headPosition' | 'position' | 'authority', max: number) => ({
    label: t(`powers.${name}`),
    value: form[name],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => set({ [name]: e.currentTarget.value }),
  });
  const block = blockOf(form);
  const own = bodies.filter((body) => body.organId === form.organId);
  return (
    <FormDialog
      title={t(power ? 'powers.editTitle' : 'powers.add')}
      submit={t('common.save')}
      act={act}
      dirty={touched}
      kept={kept}
      canSubmit={form.person.trim() !== '' && form.position.trim() !== '' && (form.from ?? '') !== '' && wrong !== kept.round}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {organs.length > 1 ? (
        <Select
          label={t('powers.organ')}
          value={form.organId}
          onChange={(organId) => organId && set({ organId, bodyId: undefined })}
          data={organs.map((o) => ({ value: o.organId, label: o.name }))}
        />
      ) : null}
      {own.length > 0 ? (
        <Select
          label={t('powers.body')}
          value={form.bodyId ?? null}
          onChange={(bodyId) => set({ bodyId: bodyId ?? undefined })}
          clearable
          placeholder={t('powers.organItself')}
          data={own.map((body) => ({ value: body.id, label: body.name }))}
        />
      ) : null}
      <TextInput required data-autofocus {...text('person', 50)} />
      <div className="signing-columns">
        <Select
          label={t('powers.capacity')}
          value={form.capacity}
          onChange={(capacity) => capacity && set({ capacity: capacity as Capacity })}
          data={CAPACITIES.map((c) => ({ value: c, label: t(`powers.capacity.${c}`) }))}
          allowDeselect={false}
        />
        <TextInput required {...text('position', 100)} />
        <TextInput {...text('collective', 100)} />
        <TextInput {...text('headPosition', 100)} />
      </div>
      <Text>
        {t('powers.looks')} <b>{[block.competence, block.position].filter(Boolean).join(' / ')}</b>
      </Text>
      <MultiSelect
        label={t('powers.kinds')}
        placeholder={form.kinds.length === 0 ? t('powers.allKinds') : ''}
        value={[...form.kinds]}
        onChange={(some) => set({ kinds: some })}
        data={kinds.map((kind) => kind.name)}
        searchable
      />
      <div className="signing-columns">
        <DateField label={t('powers.fromDate')} value={form.from} onDate={(from) => set({ from })} onWrong={onWrong} />
        <DateField label={t('powers.toDate')} value={form.to} onDate={(to) => set({ to })} onWrong={onWrong} />
      </div>
      <TextInput {...text('authority', 300)} />
    </FormDialog>
  );
}

function Bodies({
  bodies,
  organs,
  act,
  reload,
}: {
  readonly bodies: readonly BodyRow[];
  readonly organs: Organs;
  readonly act: Act;
  readonly reload: () => Promise<void>;
}) {
  const [name, setName] = useState('');
  const organId = organs[0]?.organId ?? '';
  const add = (): void =>
    void act
      .run(() => api['signing.bodies.save']({ organId, name }))
      .then((done) => {
        if (done) setName('');
        return reload();
      });
  return (
    <>
      <h3>{t('powers.bodies')}</h3>
      <Text c="dimmed">{t('powers.bodiesLead')}</Text>
      <ul className="devices">
        {bodies.map((body) => (
          <li key={body.id}>
            <b>{body.name}</b>
            <RemoveButton
              words={t('powers.remove')}
              named={t('powers.removeNamed', { name: body.name })}
              question={t('powers.removeBodyAsk')}
              size="compact-sm"
              onSure={() => void act.run(() => api['signing.bodies.remove']({ id: body.id })).then(() => reload())}
            />
          </li>
        ))}
      </ul>
      <Group align="flex-end">
        <TextInput label={t('powers.bodyName')} value={name} maxLength={200} w={380} onChange={(e) => setName(e.currentTarget.value)} />
        <Button variant="default" onClick={add} disabled={name.trim() === ''} loading={act.busy}>
          {t('powers.addBody')}
        </Button>
      </Group>
    </>
  );
}
