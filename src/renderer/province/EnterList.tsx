/** What is still to be entered in the province's system: looked at, printed, saved as a workbook, marked when done. */
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { BookRow } from '../../contract/page/exchange.ts';
import { type EnterColumn, type EnterRow, MOST_ENTER_ROWS } from '../../contract/page/province.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress, LongWaiting, useLongAct, useLongLoaded } from '../parts/LongAct.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';

/** Rows shown at first, and more at a press. */
const PAGE = 500;
const TOPICS = ['registers', 'incoming', 'outgoing'] as const;

interface Printed {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
}
interface Props {
  readonly book: BookRow;
  readonly period: string;
  readonly onBack: () => void;
}
export function EnterList({ book, period, onBack }: Props) {
  const [all, setAll] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [printed, setPrinted] = useState<Printed>();
  const [columns, setColumns] = useState(false);
  const where = { bookId: book.id, period, all };
  const [limit, setLimit] = useState(PAGE);
  const load = useCallback(
    (workId: string) => api['province.list']({ bookId: book.id, period, all, limit, workId }),
    [book.id, period, all, limit],
  );
  const listed = useLongLoaded(t('enter.open'), load, TOPICS);
  const { value, error, reload } = listed;
  const act = useLongAct();
  const print = async (): Promise<void> =>
    setPrinted(await act.runLong(t('enter.print'), (workId) => api['province.print']({ ...where, workId })));
  const save = async (): Promise<void> => {
    const made = await act.runLong(t('enter.workbook'), (workId) => api['province.workbook']({ ...where, workId }));
    if (made) await act.run(() => api['files.saveOutside']({ fileId: made.fileId }));
  };
  const mark = async (): Promise<void> => {
    const ids = [...ticked];
    if (!(await act.run(() => api['province.markEntered']({ bookId: book.id, ids, entered: true })))) return;
    say(t('enter.marked', { count: ids.length }));
    setTicked(new Set());
    await reload();
  };
  const head = (
    <div className="screen-head">
      <BackButton onClick={() => (printed ? setPrinted(undefined) : onBack())}>{t('enter.back')}</BackButton>
      <Title order={2}>{t('enter.open')}</Title>
    </div>
  );
  if (printed) {
    return (
      <>
        {head}
        <div className="fill">
          <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
        </div>
      </>
    );
  }
  return (
    <>
      {head}
      <Text>{t('enter.lead')}</Text>
      <div className="document-acts">
        <Button disabled={ticked.size === 0} loading={act.busy} onClick={() => void mark()}>
          {t('enter.mark', { count: ticked.size })}
        </Button>
        <Button variant="default" disabled={act.busy} leftSection={<Icon name="print" size={18} />} onClick={() => void print()}>
          {t('enter.print')}
        </Button>
        <Button variant="default" disabled={act.busy} onClick={() => void save()}>
          {t('enter.workbook')}
        </Button>
        <Button variant="default" onClick={() => setColumns(true)}>
          {t('enter.columns')}
        </Button>
        <Checkbox label={t('enter.all')} checked={all} onChange={(e) => setAll(e.currentTarget.checked)} />
      </div>
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error ?? (value === undefined ? undefined : error)} {...(act.error ? { onClose: act.clear } : {})} />
      {value === undefined ? (
        <LongWaiting loaded={listed} />
      ) : (
        <>
          <Rows columns={value.columns} rows={value.rows} ticked={ticked} onTicked={setTicked} />
          {value.rows.length < value.total ? (
            <Group gap="sm">
              <span role="status">
                {t(limit < MOST_ENTER_ROWS ? 'enter.shown' : 'enter.shownMost', {
                  count: numberText(value.rows.length),
                  total: numberText(value.total),
                })}
              </span>
              {limit < MOST_ENTER_ROWS ? (
                <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                  {t('enter.more', { count: Math.min(PAGE, value.total - value.rows.length) })}
                </Button>
              ) : null}
            </Group>
          ) : null}
        </>
      )}
      {columns && value ? (
        <Columns
          direction={book.direction}
          set={value.columns}
          available={value.available}
          onClose={() => setColumns(false)}
          onDone={() => {
            setColumns(false);
            void reload();
          }}
        />
      ) : null}
    </>
  );
}

interface RowsProps {
  readonly columns: readonly EnterColumn[];
  readonly rows: readonly EnterRow[];
  readonly ticked: ReadonlySet<string>;
  readonly onTicked: (ticked: ReadonlySet<string>) => void;
}
function Rows({ columns, rows, ticked, onTicked }: RowsProps) {
  if (rows.length === 0) {
    return (
      <div className="sheet scroll-sheet">
        <EmptyNote title={t('enter.empty')} next={t('enter.emptyNext')} />
      </div>
    );
  }
  const toggle = (id: string): void => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    onTicked(next);
  };
  const open = rows.filter((row) => row.enteredAt === undefined && !row.pending);
  return (
    <div className="sheet scroll-sheet">
      <table className="plain-table" aria-label={t('enter.open')}>
        <thead>
          <tr>
            <th scope="col" style={{ width: 36 }}>
              <Checkbox
                aria-label={t('enter.tick', { name: '' })}
                checked={open.length > 0 && open.every((row) => ticked.has(row.id))}
                onChange={(e) => onTicked(new Set(e.currentTarget.checked ? open.map((row) => row.id) : []))}
              />
            </th>
            {columns.map((column) => (
              <th scope="col" key={column.key}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                {row.enteredAt === undefined ? (
                  <Checkbox
                    aria-label={t('enter.tick', { name: row.cells[0] ?? '' })}
                    checked={ticked.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                ) : (
                  <span className="dim">{t('enter.entered')}</span>
                )}
              </td>
              {columns.map((column, i) => (
                <td key={column.key} className={row.cells[i] === 'chờ cấp' ? 'overdue' : ''}>
                  {row.cells[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ColumnsProps {
  readonly direction: 'incoming' | 'outgoing';
  readonly set: readonly EnterColumn[];
  readonly available: readonly EnterColumn[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
function Columns({ direction, set, available, onClose, onDone }: ColumnsProps) {
  const [chosen, setChosen] = useState<readonly EnterColumn[]>(set);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['province.setColumns']({ direction, columns: [...chosen] })))) return;
    say(t('enter.columns.saved'));
    onDone();
  };
  return (
    <Modal opened onClose={onClose} title={t('enter.columns.title')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text c="dimmed">{t('enter.columns.lead')}</Text>
      <Stack gap={6} mt="sm">
        {available.map((column) => {
          const now = chosen.find((one) => one.key === column.key);
          return (
            <div key={column.key} className="form-columns">
              <Checkbox
                label={column.heading}
                checked={now !== undefined}
                onChange={(e) => setChosen(e.currentTarget.checked ? [...chosen, column] : chosen.filter((one) => one.key !== column.key))}
              />
              <TextInput
                aria-label={t('enter.columns.heading', { name: column.heading })}
                maxLength={60}
                disabled={now === undefined}
                value={now?.heading ?? ''}
                onChange={(e) => {
                  const heading = e.currentTarget.value;
                  setChosen(chosen.map((one) => (one.key === column.key ? { ...one, heading } : one)));
                }}
              />
            </div>
          );
        })}
      </Stack>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          loading={act.busy}
          disabled={chosen.length === 0 || chosen.some((one) => one.heading.trim() === '')}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
      </Group>
    </Modal>
  );
}
