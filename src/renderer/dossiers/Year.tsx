/** Danh mục hồ sơ of a year, by its headings: filtered, added to, issued, copied, printed. */
import { Button, Menu, Select, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { DossierRow } from '../../contract/page/dossiers.ts';
import type { DossierState } from '../../domain/dossiers.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { Choose } from '../papers/parts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { Printed } from '../registers/Printed.tsx';
import type { PrintedFile } from '../registers/useJob.ts';
import '../registers/registers.css';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { folded } from './fold.ts';
import { ApproveDialog, DossierForm, ListDialog } from './forms.tsx';
import { HandIn } from './HandIn.tsx';
import './dossiers.css';

const TOPICS = ['dossiers'] as const;
const TABS = ['all', 'planned', 'open', 'closed', 'handed'] as const;
type Tab = (typeof TABS)[number];
/** Drawn at once; the rest when asked for. */
const SHOWN = 300;
/** Where the person was: the list comes back as it was left. */
let last: { readonly year?: number; readonly tab: Tab; readonly text: string } = { tab: 'all', text: '' };

type Open = 'new' | 'beside' | 'approve' | 'print' | undefined;
export default function YearList() {
  const [at, setAt] = useState(last);
  const { year } = at;
  const load = useCallback(() => api['dossiers.list'](year === undefined ? {} : { year }), [year]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [dialog, setDialog] = useState<Open>();
  const [handing, setHanding] = useState(false);
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const put = (change: Partial<typeof last>): void => {
    last = { ...at, ...change };
    setAt(last);
  };
  if (printed) return <Printed file={printed} onBack={() => setPrinted(undefined)} />;
  if (handing) return <HandIn onBack={() => setHanding(false)} />;
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const words = folded(at.text);
  const standing = value.rows.filter((row) => row.state !== 'dropped');
  const inTab = (row: DossierRow, tab: Tab): boolean => (tab === 'all' ? true : row.state === tab);
  const rows = value.rows.filter(
    (row) => inTab(row, at.tab) && words.split(' ').every((word) => folded(`${row.notation} ${row.title} ${row.heading}`).includes(word)),
  );
  const count = (tab: Tab): number => standing.filter((row) => inTab(row, tab)).length;
  const copy = async (): Promise<void> => {
    const from = value.year - 1;
    const copied = await act.run(() => api['dossiers.copyYear']({ from, to: value.year }));
    if (!copied) return;
    say(t(copied.skipped > 0 ? 'ds.copiedSkipped' : 'ds.copied', { count: copied.copied, from, skipped: copied.skipped }));
    void reload();
  };
  const close = (): void => setDialog(undefined);
  return (
    <>
      <div className="register-choice">
        <Select
          aria-label={t('ds.year')}
          w={110}
          data={value.years.map(String)}
          value={String(value.year)}
          allowDeselect={false}
          onChange={(one) => put(one === null ? {} : { year: Number(one) })}
        />
        <For call="dossiers.save">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setDialog('new')}>
            {t('ds.new')}
          </Button>
        </For>
        <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => setDialog('print')}>
          {t('ds.print')}
        </Button>
        <Button variant="default" onClick={() => setHanding(true)}>
          {value.waiting > 0 ? t('ds.handInCount', { count: value.waiting }) : t('ds.handIn')}
        </Button>
        <For call="dossiers.save">
          <Menu position="bottom-start" withArrow>
            <Menu.Target>
              <Button variant="default">{t('registers.more')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog('beside')}>{t('ds.beside')}</Menu.Item>
              <For call="dossiers.copyYear">
                <Menu.Item onClick={() => void copy()}>{t('ds.copy', { year: value.year - 1 })}</Menu.Item>
                <Menu.Item onClick={() => setDialog('approve')}>{t('ds.approve')}</Menu.Item>
              </For>
            </Menu.Dropdown>
          </Menu>
        </For>
      </div>
      <div className="ds-line">
        <Choose
          label={t('ds.col.state')}
          value={at.tab}
          choices={TABS.map(
            (tab) => [tab, `${tab === 'all' ? t('ds.tab.all') : t(`ds.state.${tab}`)} (${numberText(count(tab))})`] as const,
          )}
          onChange={(tab) => put({ tab })}
        />
        <TextInput
          className="ds-filter"
          type="search"
          aria-label={t('ds.filter')}
          placeholder={t('ds.filter')}
          leftSection={<Icon name="search" size={18} />}
          maxLength={200}
          value={at.text}
          onChange={(e) => put({ text: e.currentTarget.value })}
        />
      </div>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet scroll-sheet">
        {rows.length === 0 ? (
          <EmptyNote
            title={value.rows.length === 0 ? t('ds.empty', { year: value.year }) : t('ds.none')}
            next={value.rows.length === 0 ? t('ds.emptyNext') : t('registers.noneFoundNext')}
          >
            {value.rows.length === 0 ? (
              <For call="dossiers.copyYear">
                <Button mt="sm" variant="default" loading={act.busy} onClick={() => void copy()}>
                  {t('ds.copy', { year: value.year - 1 })}
                </Button>
              </For>
            ) : null}
          </EmptyNote>
        ) : (
          <>
            <p className="ds-caption dim">
              {value.list
                ? t('ds.approved', { decision: value.list.decision, date: dateText(value.list.approvedOn), by: value.list.approvedBy })
                : t('ds.notApproved', { year: value.year })}
              {value.late > 0 ? <span className="overdue">{t('ds.warning', { count: value.late })}</span> : null}
            </p>
            <Rows rows={rows} label={t('ds.title', { year: value.year })} />
          </>
        )}
      </div>
      {dialog === 'new' || dialog === 'beside' ? (
        <DossierForm year={value.year} rows={value.rows} listed={dialog === 'new'} onClose={close} onDone={() => void reload()} />
      ) : null}
      {dialog === 'approve' ? (
        <ApproveDialog year={value.year} {...(value.list ? { list: value.list } : {})} onClose={close} onDone={() => void reload()} />
      ) : null}
      {dialog === 'print' ? <ListDialog year={value.year} onClose={close} onMade={setPrinted} /> : null}
    </>
  );
}

function Rows({ rows, label }: { readonly rows: readonly DossierRow[]; readonly label: string }) {
  const [shown, setShown] = useState(SHOWN);
  const part = rows.slice(0, shown);
  return (
    <>
      <table className="plain-table ds-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('ds.col.notation')}</th>
            <th scope="col">{t('ds.col.title')}</th>
            <th scope="col">{t('ds.col.maintenance')}</th>
            <th scope="col">{t('ds.col.creator')}</th>
            <th scope="col">{t('ds.col.documents')}</th>
            <th scope="col">{t('ds.col.state')}</th>
          </tr>
        </thead>
        {headingsOf(part).map(([heading, own]) => (
          <tbody key={own[0]?.id}>
            <tr className="ds-heading">
              <th scope="rowgroup" colSpan={6}>
                {heading || t('ds.noHeading')}
              </th>
            </tr>
            {own.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </tbody>
        ))}
      </table>
      {rows.length > shown ? (
        <Button m="sm" variant="default" onClick={() => setShown(shown + SHOWN)}>
          {t('ds.more', { count: Math.min(SHOWN, rows.length - shown) })}
        </Button>
      ) : null}
    </>
  );
}
/** Rows one after the other under their headings, in the order they come. */
function headingsOf(rows: readonly DossierRow[]): [string, DossierRow[]][] {
  const found: [string, DossierRow[]][] = [];
  for (const row of rows) {
    const end = found.at(-1);
    if (end && end[0] === row.heading) end[1].push(row);
    else found.push([row.heading, [row]]);
  }
  return found;
}

function Line({ row }: { readonly row: DossierRow }) {
  return (
    <tr className={row.state === 'dropped' ? 'ds-dropped' : ''}>
      <td className="figure">
        <b>{row.notation}</b>
      </td>
      <td>
        <button type="button" className="link ds-open" onClick={() => go({ at: 'dossiers', id: row.id })}>
          {row.title}
        </button>
        {[row.listed ? '' : t('ds.outside'), row.description].filter(Boolean).map((one) => (
          <div key={one} className="dim">
            {one}
          </div>
        ))}
      </td>
      <td>{row.maintenance}</td>
      <td>{row.creator}</td>
      <td className="figure">
        {row.documents === 0 ? '' : t('ds.count', { documents: numberText(row.documents), pages: numberText(row.pages) })}
      </td>
      <td>
        <StateWord row={row} />
      </td>
    </tr>
  );
}
export function StateWord({ row }: { readonly row: Pick<DossierRow, 'state' | 'handIn' | 'handInBy'> }) {
  const word = t(`ds.state.${row.state satisfies DossierState}`);
  if (row.handIn === undefined) return word;
  const date = dateText(row.handInBy);
  return (
    <>
      {word}
      <div className={row.handIn === 'late' ? 'overdue' : row.handIn === 'soon' ? 'ds-soon' : 'dim'}>
        {t(`ds.${row.handIn}On`, { date })}
      </div>
    </>
  );
}
