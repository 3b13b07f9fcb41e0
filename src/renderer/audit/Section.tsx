/** Nhật ký: looked through by days, people, kinds of acts and words; its chain checked; written into a file. */
import { Button } from '@mantine/core';
import { useCallback, useRef, useState } from 'react';
import type { AuditLine, AuditPage, AuditPlace } from '../../contract/page/audit.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { AuditExport } from '../maintenance/AuditFile.tsx';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, LongWaiting, useLongAct, useLongLoaded } from '../parts/LongAct.tsx';
import { useView } from '../shell/view.ts';
import { useChain } from './Chain.tsx';
import { Filters } from './Filters.tsx';
import { type AuditFilter, askedOf, isFiltered } from './filter.ts';
import { AuditPaper } from './Paper.tsx';
import { Rows } from './Rows.tsx';
import { ta } from './words.ts';
import './audit.css';

const TOPICS = [] as const;
const PAGE = 100;

export default function AuditSection() {
  // A document's screen may have asked for its own rows.
  const [filter, setFilter] = useState<AuditFilter>(() => {
    const { view } = useView.getState();
    return view.at === 'settings' && view.object ? { object: view.object } : {};
  });
  const chain = useChain();
  return (
    <>
      <AuditExport>{chain.button}</AuditExport>
      {chain.state}
      <Filters filter={filter} onFilter={setFilter} />
      <Found filter={filter} onFilter={setFilter} />
    </>
  );
}

/** The rows after the first page, of one answer only. */
interface Further {
  readonly of: AuditPage;
  readonly rows: readonly AuditLine[];
  readonly next?: AuditPlace;
}
function Found({ filter, onFilter }: { readonly filter: AuditFilter; readonly onFilter: (filter: AuditFilter) => void }) {
  const ask = useCallback(
    (workId: string, after?: AuditPlace) => {
      return api['audit.list']({ ...askedOf(filter), ...(after ? { after } : {}), limit: PAGE, workId });
    },
    [filter],
  );
  const load = useCallback((workId: string) => ask(workId), [ask]);
  const loaded = useLongLoaded(ta('auditLog.reading'), load, TOPICS);
  const more = useLongAct();
  const [further, setFurther] = useState<Further>();
  const place = useRef<HTMLDivElement>(null);
  const first = loaded.value;
  if (first === undefined || loaded.work !== undefined || loaded.error) return <LongWaiting loaded={loaded} />;
  const held = further?.of === first ? further : undefined;
  const rows = held?.rows ?? first.rows;
  const next = held ? held.next : first.next;
  const showMore = async (): Promise<void> => {
    if (next === undefined) return;
    const page = await more.runLong(ta('auditLog.reading'), (workId) => ask(workId, next));
    if (page === undefined) return;
    setFurther({ of: first, rows: [...rows, ...page.rows], ...(page.next ? { next: page.next } : {}) });
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(`tr[data-index="${rows.length}"]`)?.focus());
  };
  if (rows.length === 0)
    return isFiltered(filter) ? (
      <EmptyNote title={ta('auditLog.nothing')} next={ta('auditLog.nothingNext')}>
        <Button mt="sm" variant="default" onClick={() => onFilter({})}>
          {ta('auditLog.clear')}
        </Button>
      </EmptyNote>
    ) : (
      <EmptyNote title={ta('auditLog.empty')} />
    );
  return (
    <div ref={place}>
      <Rows rows={rows} onObject={(object) => onFilter({ ...filter, object })} />
      <div className="settings-acts audit-foot">
        <span role="status">{ta(next ? 'auditLog.shown' : 'auditLog.end', { count: numberText(rows.length) })}</span>
        {next ? (
          <Button variant="default" loading={more.busy} onClick={() => void showMore()}>
            {ta('auditLog.more', { count: PAGE })}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => void loaded.reload()}>
          {ta('auditLog.again')}
        </Button>
        <AuditPaper filter={filter} />
      </div>
      <LongActProgress work={more.work} />
      <ErrorNote error={more.error} onClose={more.clear} />
    </div>
  );
}
