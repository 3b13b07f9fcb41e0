/** The screen of fast entry: the sheet, what is wrong beside it, and one button that registers everything or nothing. */
import { Button, Checkbox, Group, Menu, Modal, SegmentedControl, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { EntryChecked } from '../../contract/page/entry.ts';
import { type EntryProblem, entryFields, isEmptyRow } from '../../domain/entry/index.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { type LongAct, LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { go, goSaved, say, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { type Cursor, Grid } from './Grid.tsx';
import { ImportDialog } from './Import.tsx';
import { withAnswer, withoutRows, withRowBefore } from './model.ts';
import { Problems } from './Problems.tsx';
import { RecipientsLine } from './Recipients.tsx';
import { type Sheet, type SheetControl, useSheet } from './useSheet.ts';
import './entry.css';

/** Sheets of so many rows are judged again by themselves as they are mended. */
const JUDGED_AS_TYPED = 500;

export function EntryScreen({ view }: { readonly view: Extract<View, { at: 'entry' }> }) {
  return <EntryDesk key={view.direction} direction={view.direction} />;
}

function EntryDesk({ direction }: { readonly direction: BookDirection }) {
  const control = useSheet(direction);
  const { sheet } = control;
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: direction })} />
        <Title order={1}>{t('entry.title')}</Title>
        <SegmentedControl
          aria-label={t('entry.direction')}
          data={[
            { value: 'incoming', label: t('menu.incoming') },
            { value: 'outgoing', label: t('menu.outgoing') },
          ]}
          value={direction}
          onChange={(next) => goSaved({ at: 'entry', direction: next === 'outgoing' ? 'outgoing' : 'incoming' })}
        />
      </div>
      <ErrorNote error={control.error} />
      {sheet === undefined ? control.error ? null : <Waiting /> : <Work control={control} sheet={sheet} />}
    </>
  );
}

function Work({ control, sheet }: { readonly control: SheetControl; readonly sheet: Sheet }) {
  const { direction, mode, rows } = sheet;
  const fields = entryFields(direction);
  const [cursor, setCursor] = useState<Cursor>(() =>
    at(
      0,
      fields.indexOf(
        mode === 'new' ? (direction === 'incoming' ? 'sender' : 'typeName') : direction === 'incoming' ? 'arrivalNumber' : 'code',
      ),
    ),
  );
  const [checked, setChecked] = useState<{ readonly report: EntryChecked; readonly rows: Sheet['rows'] }>();
  const [open, setOpen] = useState<'import' | 'commit' | 'clear'>();
  const act = useLongAct();
  const { run } = act;
  const count = rows.filter((row) => !isEmptyRow(row.slice(0, fields.length))).length;
  const stale = checked !== undefined && checked.rows !== rows;

  const check = async (): Promise<EntryChecked | undefined> =>
    act.runLong(t('work.entryCheck'), async (workId) => {
      await control.flush();
      const report = await api['entry.check']({ sheetId: sheet.id, workId });
      setChecked({ report, rows });
      return report;
    });
  // While faults are mended the list follows; a large sheet is judged again when it is asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: judged again when the kept rows are other ones
  useEffect(() => {
    if (!stale || !control.kept || open !== undefined || rows.length > JUDGED_AS_TYPED) return;
    void check();
  }, [stale, control.kept, rows]);

  const ask = async (): Promise<void> => {
    if (count === 0 || act.busy) return;
    const report = await check();
    if (report && report.errors + report.asks === 0) setOpen('commit');
  };
  /** With what the cell in hand has just written. */
  const latest = useRef(ask);
  latest.current = ask;
  const foot = useRef<HTMLDivElement>(null);
  const commit = async (): Promise<void> => {
    const done = await act.runLong(t('work.entryCommit'), (workId) => api['entry.commit']({ sheetId: sheet.id, workId }));
    setOpen(undefined);
    if (!done) return;
    setChecked(undefined);
    const numbers =
      done.first === ''
        ? t('entry.donePending', { count: done.count })
        : t('entry.done', { count: done.count, first: done.first, last: done.last });
    goSaved({ at: direction }, [numbers, ...(done.merged > 0 ? [t('entry.doneMerged', { count: done.merged })] : [])].join(' '));
  };
  const answer = (which: readonly number[], said: string): void =>
    control.change((now) => which.reduce((all, row) => withAnswer(all, direction, row, said), now));
  const asked = Map.groupBy(
    checked?.report.problems.filter((problem) => problem.kind === 'ask' || !LOCAL.test(problem.code)) ?? [],
    ({ row }) => row,
  );
  const template = (): Promise<unknown> =>
    run(async () => {
      const { saved } = await api['entry.template']({ direction, mode });
      if (saved) say(t('entry.templateSaved'));
    });
  return (
    <>
      <Toolbar
        control={control}
        sheet={sheet}
        cursor={cursor}
        onImport={() => setOpen('import')}
        onTemplate={() => void template()}
        onClear={() => setOpen('clear')}
      />
      {open === 'commit' ? null : <LongActProgress work={act.work} />}
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className={checked === undefined ? 'entry-work' : 'entry-work entry-work-beside'}>
        <div className="entry-sheet">
          <Grid
            control={control}
            sheet={sheet}
            cursor={cursor}
            onCursor={setCursor}
            asked={stale ? NONE : asked}
            onCommit={() => setTimeout(() => void latest.current())}
            onLeave={() => foot.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus()}
            onPasted={(pasted, byHead) => say(t(byHead ? 'entry.pastedByHead' : 'entry.pasted', { count: pasted }))}
          />
          {fields[cursor.at.col] === 'recipients' ? (
            <RecipientsLine text={(cursor.at.row < 0 ? sheet.defaults.recipients : rows[cursor.at.row]?.[cursor.at.col]) ?? ''} />
          ) : null}
        </div>
        {checked === undefined ? null : (
          <Problems
            checked={checked.report}
            stale={stale}
            onGo={(problem: EntryProblem) => setCursor(at(problem.row, fields.indexOf(problem.field)))}
            onAnswer={answer}
            onClose={() => setChecked(undefined)}
          />
        )}
      </div>
      <div ref={foot} className="form-foot entry-foot">
        <output className="dim">{t(control.kept ? 'entry.kept' : 'entry.keeping')}</output>
        <Text>{t('entry.rows', { count: numberText(count) })}</Text>
        <Button variant="default" disabled={count === 0} loading={act.busy} onClick={() => void check()}>
          {t('entry.check')}
        </Button>
        <Button disabled={count === 0} loading={act.busy} onClick={() => void ask()}>
          {t('entry.commit', { count: numberText(count) })}
        </Button>
      </div>
      {open === 'import' ? (
        <ImportDialog
          sheet={sheet}
          onClose={() => setOpen(undefined)}
          onTaken={(taken, secret) => {
            setOpen(undefined);
            say(t('entry.import.taken', { count: taken }) + (secret > 0 ? ` ${t('entry.import.secret', { count: secret })}` : ''));
            void control.reload().then(check);
          }}
        />
      ) : null}
      {open === 'commit' && checked ? (
        <Confirm report={checked.report} sheet={sheet} act={act} onCommit={() => void commit()} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === 'clear' ? (
        <Modal opened onClose={() => setOpen(undefined)} title={t('entry.clear')} withCloseButton={false}>
          <Text>{t('entry.clearText', { count: numberText(count) })}</Text>
          <Group justify="flex-end" mt="md" className="dialog-foot">
            <Button variant="default" data-autofocus onClick={() => setOpen(undefined)}>
              {t('common.cancel')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                control.change(() => []);
                setChecked(undefined);
                setOpen(undefined);
              }}
            >
              {t('entry.clear')}
            </Button>
          </Group>
        </Modal>
      ) : null}
    </>
  );
}
const NONE: ReadonlyMap<number, readonly EntryProblem[]> = new Map();
/** Said by the row's own cells: drawn as one types, not only where it was checked. */
const LOCAL =
  /^entry\.(?:required|too_long|formula_error|secret|not_a|date_|due_|arrived_|priority_|channel_|kind_|code_|too_many_rec|no_book)|^registers\./;
const at = (row: number, col: number): Cursor => ({ at: { row, col }, anchor: { row, col } });

interface ToolbarProps {
  readonly control: SheetControl;
  readonly sheet: Sheet;
  readonly cursor: Cursor;
  readonly onImport: () => void;
  readonly onTemplate: () => void;
  readonly onClear: () => void;
}
function Toolbar({ control, sheet, cursor, onImport, onTemplate, onClear }: ToolbarProps) {
  const { direction, mode, finished } = sheet;
  const [from, to] = [Math.min(cursor.at.row, cursor.anchor.row), Math.max(cursor.at.row, cursor.anchor.row)];
  return (
    <div className="document-acts">
      <SegmentedControl
        aria-label={t('entry.mode')}
        data={[
          { value: 'new', label: t('entry.mode.new') },
          { value: 'paper_book', label: t(`entry.mode.paper_book`) },
        ]}
        value={mode}
        onChange={(next) => control.set({ mode: next === 'paper_book' ? 'paper_book' : 'new' })}
      />
      {mode === 'paper_book' && direction === 'incoming' ? (
        <Checkbox
          className="entry-finished"
          label={t('entry.finished')}
          checked={finished}
          onChange={(e) => control.set({ finished: e.currentTarget.checked })}
        />
      ) : null}
      {mode === 'new' && direction === 'outgoing' ? (
        <Checkbox
          className="entry-finished"
          label={t('entry.follow')}
          checked={!finished}
          onChange={(e) => control.set({ finished: !e.currentTarget.checked })}
        />
      ) : null}
      <Button variant="default" leftSection={<Icon name="save" size={18} />} onClick={onImport}>
        {t('entry.import')}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default">{t('entry.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={control.undo} disabled={!control.canUndo}>
            {t('entry.undo')}
          </Menu.Item>
          <Menu.Item onClick={() => from >= 0 && control.change((now) => withRowBefore(now, direction, from))}>
            {t('entry.insertRow')}
          </Menu.Item>
          <Menu.Item onClick={() => from >= 0 && control.change((now) => withoutRows(now, from, to))}>
            {t('entry.removeRows', { count: to - from + 1 })}
          </Menu.Item>
          <Menu.Item onClick={onTemplate}>{t('entry.template')}</Menu.Item>
          <Menu.Item color="red" onClick={onClear} disabled={sheet.rows.length === 0}>
            {t('entry.clear')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Text className="entry-lead" c="dimmed">
        {t(`entry.lead.${direction}.${mode}`)}
      </Text>
    </div>
  );
}

interface ConfirmProps {
  readonly report: EntryChecked;
  readonly sheet: Sheet;
  readonly act: LongAct;
  readonly onCommit: () => void;
  readonly onClose: () => void;
}
function Confirm({ report, sheet, act, onCommit, onClose }: ConfirmProps) {
  const { busy, work } = act;
  const { count, merged, skipped, first } = report;
  const lines = [
    ...(sheet.mode === 'paper_book' ? [t('entry.confirm.paper', { count: numberText(count) })] : []),
    ...(sheet.mode === 'new' && first !== undefined
      ? [
          t('entry.confirm.new', {
            count: numberText(count),
            first: numberText(first),
            last: numberText(first + Math.max(0, count - 1)),
            date: dateText(report.date),
          }),
        ]
      : []),
    ...(sheet.mode === 'new' && first === undefined
      ? [t('entry.confirm.plain', { count: numberText(count), date: dateText(report.date) })]
      : []),
    ...(merged > 0 ? [t('entry.confirm.merged', { count: merged })] : []),
    ...(skipped > 0 ? [t('entry.confirm.skipped', { count: skipped })] : []),
  ];
  return (
    <Modal opened onClose={busy ? () => undefined : onClose} title={t('entry.confirm')} closeOnClickOutside={false} withCloseButton={false}>
      {lines.map((text) => (
        <Text key={text}>{text}</Text>
      ))}
      <Text mt="xs" c="dimmed">
        {t('entry.confirm.whole')}
      </Text>
      {work !== undefined ? (
        <LongActProgress work={work} />
      ) : busy ? (
        <Text mt="xs" role="status">
          {t('entry.committing')}
        </Text>
      ) : null}
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" disabled={busy} onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={busy} onClick={onCommit} data-autofocus>
          {t('entry.confirm.do')}
        </Button>
      </Group>
    </Modal>
  );
}
