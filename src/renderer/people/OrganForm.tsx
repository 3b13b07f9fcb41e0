/** A new organ with its books, what is said of one, and a book of its own for some kinds of document. */
import { Checkbox, MultiSelect, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OrganDetail } from '../../contract/page/organs.ts';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { ORGAN_KINDS } from '../../domain/numbering.ts';
import { api, setApp } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { flag, oneOf, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly organ?: OrganDetail;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
const EMPTY = {
  organId: '',
  name: '',
  parentName: '',
  place: '',
  abbreviation: '',
  kind: 'council' as OrganDetail['kind'],
  leaderName: '',
  leaderPosition: '',
};
type Organ = typeof EMPTY & { readonly connected: boolean; readonly endpoint: string; readonly systemId: string };
const ORGAN: Shape<Organ> = {
  organId: text(35),
  name: text(200),
  parentName: text(200),
  place: text(50),
  abbreviation: text(20),
  kind: oneOf(...ORGAN_KINDS),
  leaderName: text(50),
  leaderPosition: text(100),
  connected: flag,
  endpoint: text(300),
  systemId: text(100),
};
export function OrganForm({ organ, onClose, onDone }: Props) {
  const act = useAct();
  const kept = useKeptForm<Organ>({ form: 'organ', ...(organ ? { of: organ.organId } : {}) }, ORGAN, () => ({
    ...EMPTY,
    ...(organ ? pick(organ) : {}),
    connected: organ !== undefined && organ.endpoint !== '',
    endpoint: organ?.endpoint ?? '',
    systemId: organ?.systemId ?? '',
  }));
  const { connected, endpoint, systemId, ...facts } = kept.value;
  // A secret is never kept.
  const [secret, setSecret] = useState('');
  const line = { endpoint, systemId, secret };
  const [firsts, setFirsts] = useState<{ incoming: number | undefined; outgoing: number | undefined }>({ incoming: 1, outgoing: 1 });
  const [term, setTerm] = useState<{ from?: string | undefined; to?: string | undefined }>({});
  const { set } = kept;
  const party = organ === undefined && facts.kind === 'party';
  const ready =
    [facts.organId, facts.name, facts.abbreviation].every((text) => text.trim() !== '') &&
    (!connected || [line.endpoint, line.systemId].every((text) => text.trim() !== '')) &&
    (organ !== undefined || (firsts.incoming !== undefined && firsts.outgoing !== undefined)) &&
    (!party || (term.from === undefined) === (term.to === undefined));
  const save = async (): Promise<void> => {
    const common = { ...facts, ...(connected ? { connection: line } : {}) };
    const done = await act.run(async () => {
      if (organ) await api['office.changeOrgan'](common);
      else {
        const dates = party && term.from !== undefined && term.to !== undefined ? { term: { from: term.from, to: term.to } } : {};
        await api['office.addOrgan']({ ...common, ...dates, firstIncoming: firsts.incoming ?? 1, firstOutgoing: firsts.outgoing ?? 1 });
      }
      setApp(await api['app.state']({}));
      return true;
    });
    if (!done) return;
    void kept.end();
    onDone(t('organs.saved'));
  };
  const field = (
    name: 'organId' | 'name' | 'parentName' | 'place' | 'abbreviation' | 'leaderName' | 'leaderPosition',
    label: string,
    max: number,
    required = false,
  ) => (
    <TextInput
      label={label}
      required={required}
      maxLength={max}
      disabled={name === 'organId' && organ !== undefined}
      value={facts[name]}
      onChange={(e) => set({ [name]: e.currentTarget.value })}
    />
  );
  return (
    <FormDialog
      title={organ ? t('organs.changeTitle') : t('organs.addTitle')}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed || secret !== ''}
      kept={kept}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {field('name', t('setup.officeName'), 200, true)}
      <div className="form-columns">
        {field('organId', t('setup.organId'), 35, true)}
        {field('abbreviation', t('setup.abbreviation'), 20, true)}
        {field('parentName', t('setup.parentName'), 200)}
        {field('place', t('setup.place'), 50)}
        {field('leaderName', t('setup.leader'), 50)}
        {field('leaderPosition', t('setup.leaderPosition'), 100)}
      </div>
      {organ ? null : (
        <>
          <NativeSelect
            label={t('organs.kind')}
            value={facts.kind}
            onChange={(e) => set({ kind: ORGAN_KINDS.find((kind) => kind === e.currentTarget.value) ?? 'other' })}
            data={ORGAN_KINDS.map((kind) => ({ value: kind, label: t(`organs.kind.${kind}`) }))}
          />
          <div className="form-columns">
            {(['incoming', 'outgoing'] as const).map((direction) => (
              <NumberInput
                key={direction}
                label={t(direction === 'incoming' ? 'organs.firstIncoming' : 'organs.firstOutgoing')}
                description={t('organs.firstHint')}
                min={1}
                max={1_000_000}
                allowDecimal={false}
                value={firsts[direction] ?? ''}
                onChange={(n) => setFirsts((now) => ({ ...now, [direction]: typeof n === 'number' ? n : undefined }))}
              />
            ))}
          </div>
        </>
      )}
      {party ? (
        <div className="form-columns">
          <DateField label={t('organs.termFrom')} value={term.from} onDate={(from) => setTerm((now) => ({ ...now, from }))} />
          <DateField label={t('organs.termTo')} value={term.to} onDate={(to) => setTerm((now) => ({ ...now, to }))} />
        </div>
      ) : null}
      <Checkbox label={t('organs.connected')} checked={connected} onChange={(e) => set({ connected: e.currentTarget.checked })} />
      {connected ? (
        <>
          <TextInput
            label={t('setup.endpoint')}
            required
            maxLength={300}
            value={endpoint}
            onChange={(e) => set({ endpoint: e.currentTarget.value })}
          />
          <div className="form-columns">
            <TextInput
              label={t('setup.systemId')}
              required
              maxLength={100}
              value={systemId}
              onChange={(e) => set({ systemId: e.currentTarget.value })}
            />
            <TextInput
              label={t('setup.secret')}
              type="password"
              autoComplete="off"
              maxLength={300}
              description={organ?.endpoint ? t('organs.secretKeep') : undefined}
              value={secret}
              onChange={(e) => setSecret(e.currentTarget.value)}
            />
          </div>
        </>
      ) : null}
    </FormDialog>
  );
}
const pick = ({ organId, name, parentName, place, abbreviation, kind, leaderName, leaderPosition }: OrganDetail) => ({
  ...{ organId, name, parentName, place, abbreviation, kind, leaderName, leaderPosition },
});

export function BookForm({ organ, onClose, onDone }: Props & { readonly organ: OrganDetail }) {
  const act = useAct();
  const [name, setName] = useState('');
  const [kinds, setKinds] = useState<string[]>([]);
  const [pattern, setPattern] = useState('{number}/{kind}-{organ}');
  const [first, setFirst] = useState<number | undefined>(1);
  const ready = name.trim() !== '' && kinds.length > 0 && pattern.includes('{number}') && first !== undefined;
  const save = async (): Promise<void> => {
    const book = { organId: organ.organId, name, kinds, pattern, firstNumber: first ?? 1 };
    if (await act.run(() => api['office.addBook'](book))) onDone(t('organs.saved'));
  };
  return (
    <FormDialog
      title={t('organs.bookTitle')}
      lead={t('organs.bookLead')}
      submit={t('common.save')}
      act={act}
      dirty={name !== ''}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('organs.bookName')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        data-autofocus
      />
      <MultiSelect
        label={t('organs.bookKinds')}
        required
        searchable
        data={DOCUMENT_KINDS.map((kind) => kind.name)}
        value={kinds}
        onChange={setKinds}
      />
      <div className="form-columns">
        <TextInput
          label={t('organs.bookPattern')}
          description={t('organs.bookPatternHint')}
          required
          maxLength={60}
          value={pattern}
          onChange={(e) => setPattern(e.currentTarget.value)}
        />
        <NumberInput
          label={t('organs.bookFirst')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={first ?? ''}
          onChange={(n) => setFirst(typeof n === 'number' ? n : undefined)}
        />
      </div>
    </FormDialog>
  );
}
