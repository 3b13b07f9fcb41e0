/** The outgoing ledger. */
import { Button } from '@mantine/core';
import type { OutgoingRow } from '../../contract/page/outgoing.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import { legalDateOf, screenHour } from '../../domain/time.ts';
import { dateText } from '../format.ts';
import { UrgencyBadge, urgencyClass } from '../parts/facts.tsx';
import { Icon } from '../parts/icons.tsx';
import { ListBody } from '../parts/ListBody.tsx';
import { ListHead } from '../parts/ListHead.tsx';
import type { Column } from '../parts/PagedTable.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { outgoingList } from './store.ts';

const STATES: readonly OutgoingState[] = ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'];

function stateWords(row: OutgoingRow): string {
  // “Đã phát hành” alone would sound like “sent”: what still waits says so.
  if (row.state !== 'issued' || row.dispatch === undefined || row.dispatch === 'accepted') return t(`outgoing.state.${row.state}`);
  return `${t('outgoing.state.issued')}, ${t(`outgoing.dispatch.${row.dispatch}`)}`;
}

const COLUMNS: readonly Column<OutgoingRow>[] = [
  {
    key: 'code',
    title: t('field.code'),
    width: '140px',
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
    width: 'minmax(260px, 3fr)',
    cell: (row) => (
      <span className="two-lines" title={row.subject}>
        {row.typeName ? `${row.typeName}: ` : ''}
        {row.subject}
      </span>
    ),
  },
  { key: 'priority', title: t('field.priority'), width: '104px', cell: (row) => <UrgencyBadge priority={row.priority} /> },
  { key: 'signer', title: t('field.signer'), width: 'minmax(120px, 1fr)', cell: (row) => row.signer },
  {
    key: 'recipients',
    title: t('outgoing.recipients'),
    width: '116px',
    className: 'figure',
    cell: (row) =>
      row.state === 'issued'
        ? t('outgoing.recipientsCount', { delivered: row.delivered, count: row.recipientCount })
        : t('outgoing.recipientsPlanned', { count: row.recipientCount }),
  },
  { key: 'state', title: t('field.state'), width: '150px', cell: stateWords },
  {
    key: 'updated',
    title: t('field.updatedAt'),
    width: '106px',
    className: 'figure dim',
    cell: (row) => (
      <>
        {dateText(legalDateOf(row.updatedAt))}
        <br />
        {screenHour(row.updatedAt)}
      </>
    ),
  },
];

export function OutgoingLedger() {
  return (
    <>
      <ListHead
        list={outgoingList}
        title={t('outgoing.title')}
        states={STATES}
        stateText={(state) => t(`outgoing.state.${state}`)}
        allText={t('outgoing.tab.all')}
      >
        <Button variant="default" onClick={() => go({ at: 'entry', direction: 'outgoing' })}>
          {t('entry.open')}
        </Button>
        <Button leftSection={<Icon name="plus" size={18} />} onClick={() => go({ at: 'draft' })}>
          {t('outgoing.new')}
        </Button>
      </ListHead>
      <ListBody
        list={outgoingList}
        label={t('outgoing.title')}
        columns={COLUMNS}
        rowName={(row) => `${row.code} ${row.subject}`.trim()}
        rowClass={(row) => (row.dispatch === 'refused' ? urgencyClass(1) : row.state === 'issued' ? '' : urgencyClass(row.priority))}
        onOpen={(row) => go({ at: 'outgoing', id: row.id })}
        empty={t('outgoing.empty')}
        emptyNext={t('outgoing.emptyNext')}
        emptySearch={(text) => t('outgoing.emptySearch', { text })}
      />
    </>
  );
}
