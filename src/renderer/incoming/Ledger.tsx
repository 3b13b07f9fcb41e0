/** The register of what arrived: its columns, and what may be done with one or many rows. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncomingListRow } from '../../contract/page/lists.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { legalDateOf } from '../../domain/time.ts';
import { useCore } from '../core.ts';
import { TakeButton } from '../folder/Take.tsx';
import { dateText, hourText, numberText } from '../format.ts';
import type { LedgerColumn } from '../lists/columns.ts';
import { Key, LedgerBody } from '../lists/LedgerBody.tsx';
import { LedgerHead } from '../lists/LedgerHead.tsx';
import { UrgencyBadge, urgencyClass } from '../parts/facts.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { shortWords } from '../viewer/verdictWords.ts';
import { IncomingLook } from './Look.tsx';
import { type ManyAct, ManyDialog, TickBar } from './many/Acts.tsx';
import { LeftResults } from './many/Results.tsx';
import { incomingList } from './store.ts';

const STATES: readonly IncomingState[] = [
  'arrived',
  'registered',
  'assigned',
  'in_progress',
  'finished',
  'returned',
  'withdrawn',
  'recalled',
  'merged',
];
const RARE: readonly IncomingState[] = ['withdrawn', 'recalled', 'merged'];
const OPEN: readonly IncomingState[] = ['arrived', 'registered', 'assigned', 'in_progress'];
const COLUMNS: readonly LedgerColumn<IncomingListRow>[] = [
  {
    key: 'number',
    title: t('field.arrivalNumber'),
    width: 92,
    sort: 'day',
    className: 'figure',
    cell: (row) => (
      <>
        {row.arrivalNumber === undefined ? (
          <span className="dim">{row.numberPending ? t('pending.word') : t('incoming.number.none')}</span>
        ) : (
          <b>{numberText(row.arrivalNumber)}</b>
        )}
        <br />
        <span className={row.arrivalNumber === undefined ? 'dim' : ''}>{dateText(row.day)}</span>
      </>
    ),
  },
  { key: 'sender', title: t('field.sender'), width: 140, grows: 1, sort: 'party', gives: 3, cell: (row) => <Two text={row.sender} /> },
  {
    key: 'code',
    title: t('field.code'),
    width: 118,
    sort: 'code',
    className: 'figure',
    cell: (row) => (
      <>
        {row.code}
        <br />
        <span className="dim">{dateText(row.date)}</span>
      </>
    ),
  },
  {
    key: 'subject',
    title: t('field.subject'),
    width: 230,
    grows: 2.6,
    sort: 'subject',
    cell: (row) => <Subject row={row} />,
  },
  {
    key: 'due',
    title: t('incoming.column.due'),
    width: 118,
    sort: 'due',
    gives: 2,
    className: 'figure',
    cell: (row) => (
      <>
        <UrgencyBadge priority={row.priority} />
        {row.dueDate === undefined ? null : (
          <div className={row.overdue ? 'overdue' : ''} title={dateText(row.dueDate)}>
            {row.overdue ? t('incoming.overdue', { date: dateText(row.dueDate).slice(0, 5) }) : dateText(row.dueDate)}
          </div>
        )}
      </>
    ),
  },
  { key: 'state', title: t('field.state'), width: 104, gives: 4, cell: (row) => t(`incoming.state.${row.state}`) },
  { key: 'signatures', title: t('field.signatures'), width: 106, gives: 5, cell: (row) => <SignatureWord row={row} /> },
  {
    key: 'lead',
    title: t('instruct.handler'),
    width: 140,
    sort: 'who',
    hidden: true,
    gives: 6,
    cell: (row) => <Two text={row.lead ?? ''} />,
  },
  {
    key: 'coHandlers',
    title: t('instruct.coHandlers'),
    width: 140,
    hidden: true,
    gives: 9,
    cell: (row) => <Two text={(row.coHandlers ?? []).join('; ')} />,
  },
  {
    key: 'priority',
    title: t('field.priority'),
    width: 110,
    sort: 'priority',
    hidden: true,
    gives: 7,
    cell: (row) => <UrgencyBadge priority={row.priority} />,
  },
  { key: 'type', title: t('field.type'), width: 110, hidden: true, gives: 8, cell: (row) => row.typeName },
  { key: 'channel', title: t('field.channel'), width: 110, hidden: true, gives: 10, cell: (row) => t(`channel.${row.channel}`) },
  { key: 'signer', title: t('field.signer'), width: 130, hidden: true, gives: 10, cell: (row) => <Two text={row.signer ?? ''} /> },
  {
    key: 'arrivedAt',
    title: t('field.arrivedAt'),
    width: 106,
    hidden: true,
    gives: 10,
    className: 'figure dim',
    cell: (row) => (
      <>
        {dateText(legalDateOf(row.arrivedAt))}
        <br />
        {hourText(row.arrivedAt)}
      </>
    ),
  },
  { key: 'files', title: t('lists.files'), width: 64, hidden: true, gives: 11, className: 'figure', cell: (row) => row.fileCount },
  { key: 'note', title: t('field.note'), width: 150, hidden: true, gives: 9, cell: (row) => <Two text={row.note ?? ''} /> },
  { key: 'dossier', title: t('field.dossier'), width: 110, hidden: true, gives: 9, cell: (row) => <Two text={row.dossier ?? ''} /> },
];

function Two({ text }: { readonly text: string }) {
  return (
    <span className="two-lines" title={text}>
      {text}
    </span>
  );
}

function Subject({ row }: { readonly row: IncomingListRow }) {
  const subject = row.typeName ? `${row.typeName}: ${row.subject}` : row.subject;
  if (row.asked === undefined) return <Two text={subject} />;
  const asked = t(`incoming.asked.${row.asked}`);
  return (
    <span className="two-lines" title={`${asked}. ${subject}`}>
      <span className="overdue">{asked}</span> · {subject}
    </span>
  );
}

function SignatureWord({ row }: { readonly row: IncomingListRow }) {
  const words = shortWords(row);
  return <span className={words.tone === 'bad' ? 'overdue' : words.tone === 'dim' ? 'dim' : ''}>{t(words.key)}</span>;
}

interface Asked {
  readonly act: ManyAct;
  readonly ids: readonly string[];
}
export function IncomingLedger() {
  const [asked, setAsked] = useState<Asked>();
  const clerk = useCore((s) => s.app?.me?.roles.includes('clerk') ?? false);
  const ticked = (): readonly string[] => [...incomingList.use.getState().ticked];
  /** The step that comes next: into the book, for what is ticked or this row. */
  const next = (row: IncomingListRow): void => {
    const ids = ticked();
    if (clerk) setAsked({ act: 'register', ids: ids.length > 0 ? ids : [row.id] });
  };
  return (
    <>
      <LedgerHead
        list={incomingList}
        title={t('incoming.title')}
        states={STATES}
        rare={RARE}
        stateText={(state) => t(`incoming.state.${state}`)}
        allText={t('incoming.tab.all')}
        partyText={t('field.sender')}
        handlers
      >
        <For call="folder.import">
          <TakeButton />
        </For>
        <For call="entry.open">
          <Button variant="default" onClick={() => go({ at: 'entry', direction: 'incoming' })}>
            {t('entry.open')}
          </Button>
        </For>
        <For call="incoming.createPaper">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => go({ at: 'paper' })}>
            {t('incoming.paper')}
          </Button>
        </For>
      </LedgerHead>
      <LeftResults />
      <TickBar onAct={(act) => setAsked({ act, ids: ticked() })} />
      <LedgerBody
        list={incomingList}
        label={t('incoming.title')}
        columns={COLUMNS}
        rowName={(row) => `${row.code} ${row.subject}`.trim()}
        rowClass={(row) => (OPEN.includes(row.state) ? urgencyClass(row.priority) : '')}
        onOpen={(row) => go({ at: 'incoming', id: row.id })}
        onAct={next}
        Look={IncomingLook}
        empty={t('incoming.empty')}
        emptyNext={t('incoming.emptyNext')}
        emptySearch={(text) => t('incoming.emptySearch', { text })}
        keys={clerk ? <Key name="Ctrl + Enter" does={t('lists.key.register')} /> : null}
      />
      {asked ? <ManyDialog key={asked.ids.join()} {...asked} onClose={() => setAsked(undefined)} /> : null}
    </>
  );
}
