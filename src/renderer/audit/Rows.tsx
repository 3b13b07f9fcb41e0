/** The rows: arrows go from one to the next, Enter opens what was acted on. */
import { Button } from '@mantine/core';
import { type KeyboardEvent, memo } from 'react';
import type { AuditLine } from '../../contract/page/audit.ts';
import { momentText } from '../format.ts';
import { composes } from '../keys/chord.ts';
import { go } from '../shell/view.ts';
import { actWord, asked, objectWords, placeOf, resultWords, roleWords, ta } from './words.ts';

const WIDTHS = [
  ['at', 15],
  ['who', 17],
  ['act', 22],
  ['object', 28],
  ['result', 18],
] as const;
interface Props {
  readonly rows: readonly AuditLine[];
  readonly onObject: (object: { readonly id: string; readonly label: string }) => void;
}
export function Rows({ rows, onObject }: Props) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = event.target as HTMLElement;
    const at = Number(row.dataset.index ?? Number.NaN);
    if (Number.isNaN(at) || composes(event.nativeEvent)) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const place = placeOf(rows[at]?.object);
    if (to !== undefined)
      row.parentElement?.querySelector<HTMLElement>(`tr[data-index="${Math.max(0, Math.min(rows.length - 1, to))}"]`)?.focus();
    else if (event.key === 'Enter' && place) go(place);
    else return;
    event.preventDefault();
  };
  return (
    <table className="plain-table audit-rows" aria-label={ta('auditLog.table')} onKeyDown={onKeyDown}>
      <colgroup>
        {WIDTHS.map(([column, width]) => (
          <col key={column} style={{ width: `${width}%` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{ta('auditLog.at')}</th>
          <th scope="col">{ta('auditLog.who')}</th>
          <th scope="col">{ta('auditLog.act')}</th>
          <th scope="col">{ta('auditLog.object')}</th>
          <th scope="col">{ta('auditLog.result')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <Row key={row.seq} row={row} index={i} onObject={onObject} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(function Row({
  row,
  index,
  onObject,
}: {
  readonly row: AuditLine;
  readonly index: number;
  readonly onObject: Props['onObject'];
}) {
  const role = row.role === undefined ? '' : roleWords(row.role);
  return (
    <tr tabIndex={index === 0 ? 0 : -1} data-index={index} data-seq={row.seq}>
      <td className="figure">{momentText(row.at)}</td>
      <td>
        {row.own ? <span className="audit-dim">{ta('auditLog.own')}</span> : row.person}
        {role === '' ? null : <div className="audit-dim">{role}</div>}
        {row.onBehalfOf === undefined ? null : <div className="audit-dim">{ta('auditLog.behalf', { name: row.onBehalfOf })}</div>}
      </td>
      <td>{actWord(row.act)}</td>
      <td>
        <ObjectOf row={row} onObject={onObject} />
      </td>
      <td {...(row.result === 'ok' ? { className: 'audit-dim' } : {})}>{resultWords(row)}</td>
    </tr>
  );
});

function ObjectOf({ row, onObject }: { readonly row: AuditLine; readonly onObject: Props['onObject'] }) {
  const name = objectWords(row.object);
  const place = placeOf(row.object);
  const same = asked(row.object);
  return (
    <div className="audit-object">
      {place ? (
        <button type="button" className="audit-link" aria-label={ta('auditLog.open', { name })} onClick={() => go(place)}>
          {name}
        </button>
      ) : (
        <span>{name}</span>
      )}
      {same?.id === undefined ? null : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={ta('auditLog.onlyThisOf', { name: objectWords(same) })}
          onClick={() => onObject({ id: same.id ?? '', label: objectWords(same) })}
        >
          {ta('auditLog.onlyThis')}
        </Button>
      )}
    </div>
  );
}
