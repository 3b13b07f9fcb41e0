/** The register of what goes out. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OutgoingListRow } from '../../contract/page/lists.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import { legalDateOf } from '../../domain/time.ts';
import { dateText, hourText } from '../format.ts';
import type { LedgerColumn } from '../lists/columns.ts';
import { LedgerBody } from '../lists/LedgerBody.tsx';
import { LedgerHead } from '../lists/LedgerHead.tsx';
import { useNames } from '../lists/names.ts';
import { UrgencyBadge, urgencyClass } from '../parts/facts.tsx';
import { Icon } from '../parts/icons.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { OutgoingLook } from './Look.tsx';
import { outgoingList } from './store.ts';

const PutDialog = later(() => import('../dossiers/Put.tsx').then((m) => ({ default: m.PutDialog })));
const STATES: readonly OutgoingState[] = ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'];

function stateWords(row: OutgoingListRow): string {
  // “Đã phát hành” alone would sound like “sent”: what still waits says so.
  if (row.state !== 'issued' || row.dispatch === undefined || row.dispatch === 'accepted') return t(`outgoing.state.${row.state}`);
  return `${t('outgoing.state.issued')}, ${t(`outgoing.dispatch.${row.dispatch}`)}`;
}

const COLUMNS: readonly LedgerColumn<OutgoingListRow>[] = [
  {
    key: 'code',
    title: t('field.code'),
    width: 140,
    sort: 'number',
    className: 'figure',
    cell: (row) => (
      <>
        {row.code === '' ? <span className="dim">{t('outgoing.code.none')}</span> : <b>{row.code}</b>}
        <br />
        {dateText(row.date)}
      </>
    ),
  },
  {
    key: 'subject',
    title: t('field.subject'),
    width: 240,
    grows: 3,
    sort: 'subject',
    cell: (row) => (
      <span className="two-lines" title={row.subject}>
        {row.typeName ? `${row.typeName}: ` : ''}
        {row.subject}
      </span>
    ),
  },
  {
    key: 'priority',
    title: t('field.priority'),
    width: 104,
    sort: 'priority',
    gives: 4,
    cell: (row) => <UrgencyBadge priority={row.priority} />,
  },
  { key: 'signer', title: t('field.signer'), width: 120, grows: 1, sort: 'who', gives: 3, cell: (row) => row.signer },
  {
    key: 'recipients',
    title: t('outgoing.recipients'),
    width: 130,
    sort: 'party',
    gives: 2,
    className: 'figure',
    cell: (row) => (
      <span className="two-lines" title={row.recipients.join('; ')}>
        {row.state === 'issued'
          ? t('outgoing.recipientsCount', { delivered: row.delivered, count: row.recipientCount })
          : t('outgoing.recipientsPlanned', { count: row.recipientCount })}
      </span>
    ),
  },
  { key: 'state', title: t('field.state'), width: 150, gives: 5, cell: stateWords },
  {
    key: 'due',
    title: t('field.dueDate'),
    width: 106,
    sort: 'due',
    hidden: true,
    gives: 6,
    className: 'figure',
    cell: (row) => dateText(row.dueDate),
  },
  { key: 'type', title: t('field.type'), width: 110, hidden: true, gives: 8, cell: (row) => row.typeName },
  {
    key: 'updated',
    title: t('field.updatedAt'),
    width: 106,
    gives: 7,
    className: 'figure dim',
    cell: (row) => (
      <>
        {dateText(legalDateOf(row.updatedAt))}
        <br />
        {hourText(row.updatedAt)}
      </>
    ),
  },
  {
    key: 'copies',
    title: t('field.copies'),
    width: 92,
    hidden: true,
    gives: 9,
    className: 'figure',
    cell: (row) => (row.code === '' ? '' : String(row.copies).padStart(2, '0')),
  },
  { key: 'note', title: t('field.note'), width: 150, hidden: true, gives: 9, cell: (row) => <span className="two-lines">{row.note}</span> },
  { key: 'dossier', title: t('field.dossier'), width: 110, hidden: true, gives: 9, cell: (row) => row.dossier ?? '' },
];

/** Acts on the ticked rows. */
function TickBar({ onPut }: { readonly onPut: () => void }) {
  const count = outgoingList.use((s) => s.ticked.size);
  if (count === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: acts on what is ticked, not a set of fields
    <div className="tick-bar" role="group" aria-label={t('ds.ticked', { count })}>
      <b>{t('ds.ticked', { count })}</b>
      <For call="dossiers.put">
        <Button variant="default" onClick={onPut}>
          {t('ds.put')}
        </Button>
      </For>
      <Button variant="subtle" onClick={outgoingList.untickAll}>
        {t('incoming.untick')}
      </Button>
    </div>
  );
}

export function OutgoingLedger() {
  const [putting, setPutting] = useState<readonly string[]>();
  const name = useNames('outgoing', putting ?? []);
  return (
    <>
      <LedgerHead
        list={outgoingList}
        title={t('outgoing.title')}
        states={STATES}
        stateText={(state) => t(`outgoing.state.${state}`)}
        allText={t('outgoing.tab.all')}
        partyText={t('outgoing.recipients')}
      >
        <For call="entry.open">
          <Button variant="default" onClick={() => go({ at: 'entry', direction: 'outgoing' })}>
            {t('entry.open')}
          </Button>
        </For>
        <For call="outgoing.saveDraft">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => go({ at: 'draft' })}>
            {t('outgoing.new')}
          </Button>
        </For>
      </LedgerHead>
      <TickBar onPut={() => setPutting([...outgoingList.use.getState().ticked])} />
      <LedgerBody
        list={outgoingList}
        label={t('outgoing.title')}
        columns={COLUMNS}
        rowName={(row) => `${row.code} ${row.subject}`.trim()}
        rowClass={(row) => (row.dispatch === 'refused' ? urgencyClass(1) : row.state === 'issued' ? '' : urgencyClass(row.priority))}
        onOpen={(row) => go({ at: 'outgoing', id: row.id })}
        Look={OutgoingLook}
        empty={t('outgoing.empty')}
        emptyNext={t('outgoing.emptyNext')}
        emptySearch={(text) => t('outgoing.emptySearch', { text })}
      />
      {putting ? (
        <PutDialog
          side="outgoing"
          documents={putting.map((id) => ({ id, name: name(id) }))}
          onClose={() => setPutting(undefined)}
          onDone={outgoingList.untickAll}
        />
      ) : null}
    </>
  );
}
