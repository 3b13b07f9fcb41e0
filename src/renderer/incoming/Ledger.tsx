/** The incoming ledger: tabs by state, search, and the end of many documents at once. */
import { Button } from '@mantine/core';
import type { IncomingRow } from '../../contract/page/incoming.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { TakeButton } from '../folder/Take.tsx';
import { dateText, numberText } from '../format.ts';
import { UrgencyBadge, urgencyClass } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { ListBody } from '../parts/ListBody.tsx';
import { ListHead } from '../parts/ListHead.tsx';
import type { Column } from '../parts/PagedTable.tsx';
import { useAct } from '../parts/useAct.ts';
import { go, say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { shortWords } from '../viewer/verdictWords.ts';
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
const isOverdue = (row: IncomingRow): boolean =>
  row.dueDate !== undefined && OPEN.includes(row.state) && row.dueDate < legalDateOf(Date.now());

const COLUMNS: readonly Column<IncomingRow>[] = [
  {
    key: 'number',
    title: t('field.arrivalNumber'),
    width: '92px',
    className: 'figure',
    cell: (row) =>
      row.arrivalNumber === undefined ? (
        <>
          <span className="dim">{row.numberPending ? t('pending.word') : t('incoming.number.none')}</span>
          <br />
          <span className="dim">{dateText(legalDateOf(row.arrivedAt))}</span>
        </>
      ) : (
        <>
          <b>{numberText(row.arrivalNumber)}</b>
          <br />
          {dateText(row.arrivalDate)}
        </>
      ),
  },
  {
    key: 'sender',
    title: t('field.sender'),
    width: 'minmax(150px, 1fr)',
    cell: (row) => (
      <span className="two-lines" title={row.sender}>
        {row.sender}
      </span>
    ),
  },
  {
    key: 'code',
    title: t('field.code'),
    width: '122px',
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
    width: 'minmax(260px, 2.6fr)',
    cell: (row) => (
      <span className="two-lines" title={row.subject}>
        {row.typeName ? `${row.typeName}: ` : ''}
        {row.subject}
      </span>
    ),
  },
  {
    key: 'due',
    title: t('incoming.column.due'),
    width: '118px',
    className: 'figure',
    cell: (row) => (
      <>
        <UrgencyBadge priority={row.priority} />
        {row.dueDate === undefined ? null : (
          <div className={isOverdue(row) ? 'overdue' : ''} title={dateText(row.dueDate)}>
            {isOverdue(row) ? t('incoming.overdue', { date: dateText(row.dueDate).slice(0, 5) }) : dateText(row.dueDate)}
          </div>
        )}
      </>
    ),
  },
  { key: 'state', title: t('field.state'), width: '104px', cell: (row) => t(`incoming.state.${row.state}`) },
  { key: 'signatures', title: t('field.signatures'), width: '106px', cell: (row) => <SignatureWord row={row} /> },
];

function SignatureWord({ row }: { readonly row: IncomingRow }) {
  const words = shortWords(row);
  return <span className={words.tone === 'bad' ? 'overdue' : words.tone === 'dim' ? 'dim' : ''}>{t(words.key)}</span>;
}

export function IncomingLedger() {
  const { ticked } = incomingList.use();
  return (
    <>
      <ListHead
        list={incomingList}
        title={t('incoming.title')}
        states={STATES}
        rare={RARE}
        stateText={(state) => t(`incoming.state.${state}`)}
        allText={t('incoming.tab.all')}
      >
        <TakeButton />
        <Button variant="default" onClick={() => go({ at: 'entry', direction: 'incoming' })}>
          {t('entry.open')}
        </Button>
        <Button leftSection={<Icon name="plus" size={18} />} onClick={() => go({ at: 'paper' })}>
          {t('incoming.paper')}
        </Button>
      </ListHead>
      {ticked.size > 0 ? <TickBar ids={[...ticked]} /> : null}
      <ListBody
        list={incomingList}
        label={t('incoming.title')}
        columns={COLUMNS}
        ticks
        rowName={(row) => `${row.code} ${row.subject}`.trim()}
        rowClass={(row) => (OPEN.includes(row.state) ? urgencyClass(row.priority) : '')}
        onOpen={(row) => go({ at: 'incoming', id: row.id })}
        empty={t('incoming.empty')}
        emptyNext={t('incoming.emptyNext')}
        emptySearch={(text) => t('incoming.emptySearch', { text })}
      />
    </>
  );
}

function TickBar({ ids }: { readonly ids: readonly string[] }) {
  const act = useAct();
  const finish = async (): Promise<void> => {
    const done = await act.run(() => api['incoming.finish']({ ids: ids.slice(0, 200), outcome: 'for_information' }));
    if (!done) return;
    incomingList.untickAll();
    const [first] = done.failed;
    const failed = first ? ` ${t('incoming.finishFailed', { count: done.failed.length, reason: errorText({ code: first.code }) })}` : '';
    say(t('incoming.finishedSome', { count: done.finished.length }) + failed);
    incomingList.reload();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: acts on what is ticked, not a set of fields */}
      <div className="tick-bar" role="group" aria-label={t('incoming.ticked', { count: ids.length })}>
        <b>{t('incoming.ticked', { count: ids.length })}</b>
        <Button loading={act.busy} onClick={() => void finish()}>
          {t('incoming.forInformation')}
        </Button>
        <Button variant="subtle" onClick={incomingList.untickAll}>
          {t('incoming.untick')}
        </Button>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
