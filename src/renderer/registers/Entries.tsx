/** The law's columns on one sheet; only the rows in sight are drawn. Arrows move, Enter opens the document. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { FormRow, RegisterEntry } from '../../contract/page/registers.ts';
import { EmptyNote } from '../parts/feedback.tsx';
import { useTableRows } from '../parts/tableRows.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import type { Lines } from './useLines.ts';

const ROW_HEIGHT = 62;

interface Props {
  readonly form: FormRow;
  readonly lines: Lines;
  readonly label: string;
  readonly filtered: boolean;
  /** Lines kept by hand may be filled in or struck. */
  readonly onLine?: (line: { readonly id: string; readonly act: 'change' | 'strike' }) => void;
}
export function Entries({ form, lines, label, filtered, onLine }: Props) {
  const { total, rows, ensure } = lines;
  const open = ({ documentId, at }: RegisterEntry): void => {
    if (documentId !== undefined) go({ at: at ?? 'incoming', id: documentId });
  };
  const drawn = useTableRows({ count: total, height: ROW_HEIGHT, row: (index) => rows.get(index), open });
  const { from, to } = drawn;
  useEffect(() => ensure(from, to), [ensure, from, to]);
  if (total === 0) {
    return (
      <div className="sheet scroll-sheet">
        {filtered ? (
          <EmptyNote title={t('registers.noneFound')} next={t('registers.noneFoundNext')} />
        ) : (
          <EmptyNote
            title={t(form.entered ? 'registers.emptyKept' : 'registers.empty')}
            next={t(form.entered ? 'registers.emptyKeptNext' : form.key === 'tracking' ? 'registers.emptyTracking' : 'registers.emptyNext')}
          />
        )}
      </div>
    );
  }
  const width = form.columns.length + (onLine ? 1 : 0);
  const widths = columnWidths(form, onLine !== undefined);
  return (
    <div className="sheet scroll-sheet" ref={drawn.scroller}>
      <table className="plain-table register" aria-label={label} aria-rowcount={total + 1} {...drawn.table}>
        <colgroup>
          {form.columns.map(({ key }, i) => (
            <col key={key} style={{ width: widths[i] }} />
          ))}
          {onLine ? <col style={{ width: ACTS }} /> : null}
        </colgroup>
        <thead>
          <tr>
            {form.columns.map(({ key, heading }) => (
              <th key={key} scope="col">
                {heading}
              </th>
            ))}
            {onLine ? <th scope="col">{t('registers.lineActs')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {drawn.lines(width, (index, part) => {
            const entry = rows.get(index);
            return (
              <tr {...part} className={entry === undefined ? '' : classOf(entry)} onDoubleClick={() => entry && open(entry)}>
                {entry ? <Cells entry={entry} form={form} {...(onLine ? { onLine } : {})} /> : <td colSpan={width}>…</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
/** A date is written in full: its column is never narrower. The rest is shared out as on paper. */
const DATE = 92;
const ACTS = 116;
const ALL = 1080;
function columnWidths(form: FormRow, acts: boolean): readonly number[] {
  const isDate = ({ heading }: FormRow['columns'][number]): boolean => /^ngày/iu.test(heading);
  const dates = form.columns.filter(isDate);
  const rest = form.columns.reduce((sum, column) => sum + (isDate(column) ? 0 : column.share), 0);
  const room = ALL - dates.length * DATE - (acts ? ACTS : 0);
  return form.columns.map((column) => (isDate(column) ? DATE : (column.share / rest) * room));
}
const classOf = (entry: RegisterEntry): string =>
  [
    entry.state === 'used' ? '' : entry.state === 'secret' ? 'register-secret' : 'register-cancelled',
    entry.late ? 'register-late' : '',
    entry.documentId === undefined ? '' : 'register-open',
  ]
    .filter(Boolean)
    .join(' ');

function Cells({ entry, form, onLine }: { readonly entry: RegisterEntry; readonly form: FormRow } & Pick<Props, 'onLine'>) {
  const { lineId } = entry;
  const last = entry.columns.length - 1;
  return (
    <>
      {entry.columns.map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the law's columns never change places
        <td key={i} className={form.columns[i]?.center ? 'figure' : undefined}>
          {entry.late && i === last ? <strong>{cell}</strong> : cell}
        </td>
      ))}
      {onLine ? (
        <td className="register-line-acts">
          {lineId !== undefined && entry.state === 'used' ? (
            <>
              <Button variant="subtle" size="compact-sm" onClick={() => onLine({ id: lineId, act: 'change' })}>
                {t('registers.changeLine')}
              </Button>
              <Button variant="subtle" size="compact-sm" color="red" onClick={() => onLine({ id: lineId, act: 'strike' })}>
                {t('registers.strikeLine')}
              </Button>
            </>
          ) : null}
        </td>
      ) : null}
    </>
  );
}
