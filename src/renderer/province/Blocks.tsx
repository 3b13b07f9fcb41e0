/** Blocks of numbers of one book: which is in use, how many are left, a new one written down. */
import { Alert, Button, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BookRow } from '../../contract/page/exchange.ts';
import type { BlockRow, BookSource } from '../../contract/page/province.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['registers', 'incoming', 'outgoing'] as const;
const load = () => api['province.state']({});

export function Blocks({ book }: { readonly book: BookRow }) {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [adding, setAdding] = useState(false);
  const [listing, setListing] = useState(false);
  const source = value?.books.find((one) => one.bookId === book.id);
  if (source === undefined) return <ErrorNote error={error} />;
  const inUse = [...source.blocks].reverse().find((block) => block.state === 'open');
  const text =
    inUse === undefined
      ? t('province.blocks.none')
      : t('province.blocks.using', { first: inUse.first, last: inUse.last, date: dateText(inUse.allowedOn), left: inUse.left });
  return (
    <Alert color={inUse === undefined ? 'orange' : 'blue'} variant="light" role={inUse === undefined ? 'alert' : 'note'}>
      {t('province.blocks.lead', { text })}
      <For call="province.addBlock">
        <Button ml="sm" size="sm" onClick={() => setAdding(true)}>
          {t('province.blocks.add')}
        </Button>
      </For>
      {source.blocks.length > 0 ? (
        <Button ml="sm" size="sm" variant="subtle" onClick={() => setListing(true)}>
          {t('province.blocks.all', { count: source.blocks.length })}
        </Button>
      ) : null}
      {adding ? (
        <AddBlock
          source={source}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void reload();
          }}
        />
      ) : null}
      {listing ? <BlockList blocks={source.blocks} onClose={() => setListing(false)} onDone={() => void reload()} /> : null}
    </Alert>
  );
}

interface AddProps {
  readonly source: BookSource;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
function AddBlock({ source, onClose, onDone }: AddProps) {
  const [first, setFirst] = useState<number | string>('');
  const [last, setLast] = useState<number | string>('');
  const [allowedBy, setAllowedBy] = useState('');
  const [allowedOn, setAllowedOn] = useState<string | undefined>(legalDateOf(Date.now()));
  const [validTo, setValidTo] = useState<string>();
  const [series, setSeries] = useState(source.series[0] ?? '');
  const [origin, setOrigin] = useState<BlockRow['origin']>('taken');
  const [note, setNote] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (allowedOn === undefined) return;
    const block = { bookId: source.bookId, series, first: Number(first), last: Number(last), allowedBy, allowedOn, origin, note };
    if (!(await act.run(() => api['province.addBlock']({ ...block, ...(validTo === undefined ? {} : { validTo }) })))) return;
    say(t('province.block.added', { first: Number(first), last: Number(last) }));
    onDone();
  };
  const number = { min: 1, max: 1_000_000, allowDecimal: false, required: true };
  return (
    <FormDialog
      title={t('province.block.title')}
      lead={t('province.block.lead')}
      submit={t('province.blocks.add')}
      act={act}
      dirty={first !== '' || last !== ''}
      canSubmit={Number(first) > 0 && Number(last) > 0 && allowedBy.trim() !== '' && allowedOn !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <div className="form-columns">
        <NumberInput label={t('province.block.first')} value={first} onChange={setFirst} {...number} data-autofocus />
        <NumberInput label={t('province.block.last')} value={last} onChange={setLast} {...number} />
      </div>
      {source.series.length > 1 ? (
        <Select
          label={t('province.block.series')}
          data={[...source.series]}
          value={series}
          allowDeselect={false}
          searchable
          onChange={(next) => setSeries(next ?? '')}
        />
      ) : null}
      <TextInput
        label={t('province.block.allowedBy')}
        required
        maxLength={100}
        value={allowedBy}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
      <div className="form-columns">
        <DateField label={t('province.block.allowedOn')} toward="past" value={allowedOn} onDate={setAllowedOn} />
        <DateField label={t('province.block.validTo')} toward="coming" value={validTo} onDate={setValidTo} />
      </div>
      <Select
        label={t('province.block.origin')}
        data={(['taken', 'phone'] as const).map((value) => ({ value, label: t(`province.block.origin.${value}`) }))}
        value={origin}
        allowDeselect={false}
        onChange={(next) => setOrigin(next === 'phone' ? 'phone' : 'taken')}
      />
      <TextInput label={t('province.block.note')} maxLength={300} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
    </FormDialog>
  );
}

interface ListProps {
  readonly blocks: readonly BlockRow[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
function BlockList({ blocks, onClose, onDone }: ListProps) {
  const act = useAct();
  const close = async (id: string): Promise<void> => {
    if (!(await act.run(() => api['province.closeBlock']({ id })))) return;
    say(t('province.block.closed'));
    onDone();
  };
  return (
    <Modal opened onClose={onClose} title={t('province.blocks')} size="xl" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <table className="plain-table" aria-label={t('province.blocks')}>
        <thead>
          <tr>
            <th scope="col">{t('province.block.range')}</th>
            <th scope="col">{t('province.block.left')}</th>
            <th scope="col">{t('province.block.allowedBy')}</th>
            <th scope="col">{t('province.block.validTo')}</th>
            <th scope="col">{t('province.block.state')}</th>
            <th scope="col" aria-label={t('province.block.close')} />
          </tr>
        </thead>
        <tbody>
          {blocks.map((block) => (
            <tr key={block.id}>
              <td className="figure">
                {block.first}–{block.last} {block.series}
              </td>
              <td className="figure">{block.left}</td>
              <td>
                {block.allowedBy}, {dateText(block.allowedOn)}
                <div className="dim">{t(`province.block.origin.${block.origin}`)}</div>
              </td>
              <td>{dateText(block.validTo)}</td>
              <td>{t(`province.block.state.${block.state}`)}</td>
              <td>
                {block.state === 'open' ? (
                  <For call="province.closeBlock">
                    <Button variant="default" size="sm" loading={act.busy} onClick={() => void close(block.id)}>
                      {t('province.block.close')}
                    </Button>
                  </For>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ErrorNote error={act.error} onClose={act.clear} />
    </Modal>
  );
}
