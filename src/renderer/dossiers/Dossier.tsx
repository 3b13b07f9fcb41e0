/** One file: what it is, its documents in their order, its end, its papers, its way out. */
import { Alert, Button, Checkbox, Menu, NumberInput, Text, TextInput, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { DossierDetail, DossierItemRow } from '../../contract/page/dossiers.ts';
import type { DossierAct } from '../../domain/dossiers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { dateText, momentText, numberText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { Printed } from '../registers/Printed.tsx';
import type { PrintedFile } from '../registers/useJob.ts';
import { go, say } from '../shell/view.ts';
import { t, textOr } from '../text/index.ts';
import { carryOut } from './carry.ts';
import { DossierForm, ReasonDialog } from './forms.tsx';
import { StateWord } from './Year.tsx';
import './dossiers.css';

const TOPICS = ['dossiers'] as const;
const SHOWN = 200;

type Dialog = 'edit' | 'close' | 'reopen' | 'drop' | 'takeBack' | 'export' | undefined;
export function Dossier({ id }: { readonly id: string }) {
  const load = useCallback(() => api['dossiers.get']({ id }), [id]);
  const { value: dossier, error, reload } = useLoaded(load, TOPICS);
  const [printed, setPrinted] = useState<PrintedFile>();
  if (printed) return <Printed file={printed} onBack={() => setPrinted(undefined)} />;
  return (
    <>
      <div className="screen-head">
        <Button variant="default" leftSection={<Icon name="back" size={18} />} onClick={() => go({ at: 'dossiers' })}>
          {t('ds.back')}
        </Button>
        <Title order={2}>{dossier ? t('ds.one', { notation: dossier.notation, year: dossier.year }) : ''}</Title>
      </div>
      <ErrorNote error={error} />
      {dossier ? (
        <>
          <Acts dossier={dossier} onDone={() => void reload()} onPrinted={setPrinted} />
          <div className="ds-one">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing else that takes the focus */}
            <section className="document-left sheet" aria-label={t('ds.facts')} tabIndex={0}>
              <DossierFacts dossier={dossier} />
            </section>
            <Items dossier={dossier} onDone={() => void reload()} />
          </div>
        </>
      ) : error ? null : (
        <Waiting />
      )}
    </>
  );
}

function DossierFacts({ dossier }: { readonly dossier: DossierDetail }) {
  const { handover } = dossier;
  return (
    <>
      <div className="dim">
        <StateWord row={dossier} />
        {dossier.listed ? null : ` · ${t('ds.outside')}`}
      </div>
      <p className="subject">{dossier.title}</p>
      <Facts>
        <Fact name={t('ds.f.heading')}>{dossier.heading}</Fact>
        <Fact name={t('ds.totals')}>{t('ds.count', { documents: numberText(dossier.documents), pages: numberText(dossier.pages) })}</Fact>
        <Fact name={t('ds.span')}>
          {dossier.startDate === undefined ? undefined : `${dateText(dossier.startDate)} – ${dateText(dossier.endDate)}`}
        </Fact>
        <Fact name={t('ds.f.maintenance')}>{dossier.maintenance}</Fact>
        <Fact name={t('ds.f.rights')}>{dossier.rights}</Fact>
        <Fact name={t('ds.f.creator')}>{dossier.creator}</Fact>
        <Fact name={t('ds.f.language')}>{dossier.language}</Fact>
        <Fact name={t('ds.closedOn')}>{dateText(dossier.closedOn)}</Fact>
        <Fact name={t('ds.handedTo')}>
          {handover ? t('ds.handedWords', { date: dateText(handover.date), name: handover.receiver }) : undefined}
        </Fact>
        <Fact name={t('ds.f.description')}>{dossier.description}</Fact>
      </Facts>
      <Section title={t('ds.history')}>
        <ul className="ds-events">
          {[...dossier.events].reverse().map((event) => (
            <li key={event.id}>
              {textOr(`ds.event.${event.act}`, event.act, event.params)}
              <div className="dim">
                {momentText(event.at)} · {event.by}
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

interface ActsProps {
  readonly dossier: DossierDetail;
  readonly onDone: () => void;
  readonly onPrinted: (file: PrintedFile) => void;
}
function Acts({ dossier, onDone, onPrinted }: ActsProps) {
  const [dialog, setDialog] = useState<Dialog>();
  const act = useAct();
  const may = useMay();
  const { id, notation } = dossier;
  const can = (one: DossierAct): boolean => dossier.acts.includes(one);
  const close = (): void => setDialog(undefined);
  const done = (note: string) => (): void => {
    say(note);
    onDone();
  };
  const print = async (): Promise<void> => {
    const file = await act.run(() => api['dossiers.print']({ id }));
    if (file) onPrinted(file);
  };
  const order = async (by: 'date' | 'added'): Promise<void> => {
    if (await act.run(() => api['dossiers.order']({ id, by }))) done(t('ds.ordered'))();
  };
  const open = async (): Promise<void> => {
    if (await act.run(() => api['dossiers.open']({ id }))) done(t('ds.opened', { notation }))();
  };
  const rare: readonly (readonly [boolean, string, () => void])[] = [
    [can('put') && may('dossiers.order') && dossier.items.length > 1, t('ds.orderDate'), () => void order('date')],
    [can('put') && may('dossiers.order') && dossier.items.length > 1, t('ds.orderAdded'), () => void order('added')],
    [can('drop') && may('dossiers.drop') && dossier.items.length === 0, t('ds.drop'), () => setDialog('drop')],
    [can('take_back') && may('dossiers.takeBack'), t('ds.takeBack'), () => setDialog('takeBack')],
  ];
  const offered = rare.filter(([on]) => on);
  return (
    <>
      <div className="document-acts">
        {can('close') && may('dossiers.close') && dossier.items.length > 0 ? (
          <Button onClick={() => setDialog('close')}>{t('ds.close')}</Button>
        ) : null}
        {can('open') && may('dossiers.open') ? (
          <Button loading={act.busy} onClick={() => void open()}>
            {t('ds.open')}
          </Button>
        ) : null}
        {can('reopen') && may('dossiers.reopen') ? (
          <Button variant="default" onClick={() => setDialog('reopen')}>
            {t('ds.reopen')}
          </Button>
        ) : null}
        <Button variant="default" leftSection={<Icon name="print" size={18} />} loading={act.busy} onClick={() => void print()}>
          {t('ds.printOne')}
        </Button>
        {may('dossiers.export') && dossier.items.length > 0 ? (
          <Button variant="default" onClick={() => setDialog('export')}>
            {t('ds.export')}
          </Button>
        ) : null}
        {can('edit') && may('dossiers.save') ? (
          <Button variant="default" onClick={() => setDialog('edit')}>
            {t('ds.edit')}
          </Button>
        ) : null}
        {offered.length === 0 ? null : (
          <Menu position="bottom-start" withArrow>
            <Menu.Target>
              <Button variant="default">{t('registers.more')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {offered.map(([, words, run]) => (
                <Menu.Item key={words} onClick={run}>
                  {words}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      {dialog === 'edit' ? (
        <DossierForm year={dossier.year} rows={[]} listed={dossier.listed} row={dossier} onClose={close} onDone={onDone} />
      ) : null}
      {dialog === 'close' ? <CloseDialog dossier={dossier} onClose={close} onDone={done(t('ds.closed', { notation }))} /> : null}
      {dialog === 'export' ? <ExportDialog dossier={dossier} onClose={close} /> : null}
      {dialog === 'reopen' || dialog === 'drop' || dialog === 'takeBack' ? (
        <ReasonDialog
          title={t(`ds.${dialog}Title`, { notation })}
          lead={t(`ds.${dialog}Lead`)}
          submit={t(`ds.${dialog}`)}
          danger={dialog === 'drop'}
          onReason={(reason) => api[`dossiers.${dialog}`]({ id, reason })}
          onClose={close}
          onDone={done(t(dialog === 'reopen' ? 'ds.reopened' : dialog === 'drop' ? 'ds.dropped' : 'ds.tookBack', { notation }))}
        />
      ) : null}
    </>
  );
}

interface OneProps {
  readonly dossier: DossierDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
function CloseDialog({ dossier, onClose, onDone }: OneProps) {
  const { unfinished, withoutPages } = dossier.check;
  const [closedOn, setOn] = useState<string | undefined>(legalDateOf(Date.now()));
  const [seen, setSeen] = useState(false);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (closedOn === undefined) return;
    if (!(await act.run(() => api['dossiers.close']({ id: dossier.id, closedOn, accept: seen })))) return;
    onClose();
    onDone();
  };
  return (
    <FormDialog
      title={t('ds.closeTitle', { notation: dossier.notation })}
      lead={t('ds.closeLead')}
      submit={t('ds.close')}
      act={act}
      dirty={false}
      canSubmit={closedOn !== undefined && (unfinished === 0 || seen)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Facts>
        <Fact name={t('ds.totals')}>{t('ds.count', { documents: numberText(dossier.documents), pages: numberText(dossier.pages) })}</Fact>
        <Fact name={t('ds.f.maintenance')}>{dossier.maintenance}</Fact>
      </Facts>
      <DateField label={t('ds.closedOn')} required value={closedOn} latest="today" onDate={setOn} data-autofocus />
      {withoutPages > 0 ? <Text c="var(--warn-ink)">{t('ds.closePages', { count: withoutPages })}</Text> : null}
      {unfinished > 0 ? (
        <Checkbox
          label={t('ds.closeUnfinished', { count: unfinished })}
          checked={seen}
          onChange={(e) => setSeen(e.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  );
}

function ExportDialog({ dossier, onClose }: Omit<OneProps, 'onDone'>) {
  const act = useAct();
  const carry = async (): Promise<void> => {
    const made = await act.run(() => carryOut(dossier));
    if (!made?.saved) return;
    onClose();
    const said = { count: made.files ?? 0, name: made.folderName ?? '' };
    say(
      made.over === undefined
        ? t('ds.exported', said)
        : t('ds.exportedOver', { ...said, over: made.over.length, fields: made.over.slice(0, 3).join('; ') }),
    );
  };
  return (
    <FormDialog
      title={t('ds.exportTitle', { notation: dossier.notation })}
      lead={t('ds.exportLead')}
      submit={t('ds.exportDo')}
      act={act}
      dirty={false}
      onSubmit={() => void carry()}
      onClose={onClose}
    >
      <Facts>
        <Fact name={t('ds.totals')}>{t('ds.count', { documents: numberText(dossier.documents), pages: numberText(dossier.pages) })}</Fact>
      </Facts>
    </FormDialog>
  );
}

function Items({ dossier, onDone }: Omit<OneProps, 'onClose'>) {
  const [shown, setShown] = useState(SHOWN);
  const [out, setOut] = useState<DossierItemRow>();
  const [noting, setNoting] = useState<DossierItemRow>();
  const act = useAct();
  const may = useMay();
  const moves = dossier.acts.includes('put') && may('dossiers.move');
  const move = async (item: DossierItemRow, by: 1 | -1): Promise<void> => {
    await act.run(() => api['dossiers.move']({ id: item.id, to: item.ordinal + by }));
  };
  if (dossier.items.length === 0)
    return (
      <div className="sheet">
        <EmptyNote title={t('ds.noItems')} next={t('ds.noItemsNext')} />
      </div>
    );
  return (
    <div className="sheet scroll-sheet">
      <ErrorNote error={act.error} onClose={act.clear} />
      <table className="plain-table ds-items" aria-label={t('ds.items')}>
        <thead>
          <tr>
            <th scope="col">{t('ds.col.ordinal')}</th>
            <th scope="col">{t('ds.col.code')}</th>
            <th scope="col">{t('ds.col.subject')}</th>
            <th scope="col">{t('ds.col.pages')}</th>
            <th scope="col">{t('ds.col.note')}</th>
            {moves ? <th scope="col" aria-label={t('registers.lineActs')} /> : null}
          </tr>
        </thead>
        <tbody>
          {dossier.items.slice(0, shown).map((item) => (
            <tr key={item.id}>
              <td className="figure">{item.ordinal}</td>
              <td className="figure">
                {item.code}
                <div className="dim">{dateText(item.date)}</div>
              </td>
              <td>
                <button
                  type="button"
                  className="link ds-open"
                  title={item.subject}
                  onClick={() => go({ at: item.side, id: item.documentId })}
                >
                  {[item.typeName, item.subject].filter(Boolean).join(': ') || t('ds.destroyed')}
                </button>
                <div className="dim clamped">{item.agency}</div>
                {item.destroyed ? <div className="overdue">{t('ds.destroyed')}</div> : null}
                {item.state === 'recalled' ? <div className="overdue">{t('ds.recalled')}</div> : null}
              </td>
              <td className="figure">
                {item.pages ?? <span className="dim">{t('ds.pagesUnknown')}</span>}
                {item.pagesTyped ? <div className="dim">{t('ds.pagesTyped')}</div> : null}
              </td>
              <td>{item.note}</td>
              {moves ? (
                <td>
                  <ItemMenu
                    item={item}
                    last={dossier.items.length}
                    onMove={(by) => void move(item, by)}
                    onNote={() => setNoting(item)}
                    onOut={() => setOut(item)}
                  />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {dossier.items.length > shown ? (
        <Button m="sm" variant="default" onClick={() => setShown(shown + SHOWN)}>
          {t('ds.more', { count: Math.min(SHOWN, dossier.items.length - shown) })}
        </Button>
      ) : null}
      {out ? (
        <ReasonDialog
          title={t('ds.takeOutTitle')}
          lead={t('ds.takeOutLead')}
          submit={t('ds.takeOut')}
          onReason={(reason) => api['dossiers.takeOut']({ id: out.id, reason })}
          onClose={() => setOut(undefined)}
          onDone={() => {
            say(t('ds.takenOut'));
            onDone();
          }}
        />
      ) : null}
      {noting ? <NoteDialog item={noting} onClose={() => setNoting(undefined)} /> : null}
    </div>
  );
}

interface MenuProps {
  readonly item: DossierItemRow;
  readonly last: number;
  readonly onMove: (by: 1 | -1) => void;
  readonly onNote: () => void;
  readonly onOut: () => void;
}
function ItemMenu({ item, last, onMove, onNote, onOut }: MenuProps) {
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <Button size="compact-sm" variant="default" aria-label={`${t('registers.lineActs')}: ${item.code || item.ordinal}`}>
          {t('registers.lineActs')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={item.ordinal === 1} onClick={() => onMove(-1)}>
          {t('ds.up')}
        </Menu.Item>
        <Menu.Item disabled={item.ordinal === last} onClick={() => onMove(1)}>
          {t('ds.down')}
        </Menu.Item>
        <Menu.Item onClick={onNote}>{t('ds.itemNote')}</Menu.Item>
        <Menu.Item onClick={onOut}>{t('ds.takeOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NoteDialog({ item, onClose }: { readonly item: DossierItemRow; readonly onClose: () => void }) {
  const [pages, setPages] = useState<number | ''>(item.pagesTyped ? (item.pages ?? '') : '');
  const [note, setNote] = useState(item.note);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['dossiers.note']({ id: item.id, note, ...(pages === '' ? {} : { pages }) }))) onClose();
  };
  return (
    <FormDialog
      title={t('ds.itemNoteTitle', { ordinal: item.ordinal })}
      submit={t('common.save')}
      act={act}
      dirty={note !== item.note}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {item.files === 0 ? <Alert variant="light">{t('ds.pagesHint', { pages: '0' })}</Alert> : null}
      <NumberInput
        label={t('ds.pages')}
        {...(item.files === 0 ? {} : { description: t('ds.pagesHint', { pages: item.pagesTyped ? '…' : String(item.pages ?? 0) }) })}
        min={1}
        max={9999}
        allowDecimal={false}
        allowNegative={false}
        value={pages}
        onChange={(next) => setPages(typeof next === 'number' ? next : '')}
        data-autofocus
      />
      <TextInput label={t('ds.col.note')} maxLength={300} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
    </FormDialog>
  );
}
