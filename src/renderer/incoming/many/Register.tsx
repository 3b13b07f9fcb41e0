/** Registering one or many at once: the numbers, in the order of arrival, and what the standing rules propose, before anything is written. */
import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { PlannedRegistration, RuleProposal } from '../../../contract/page/lists.ts';
import { api } from '../../core.ts';
import { dateText, numberText } from '../../format.ts';
import { nameOf } from '../../lists/names.ts';
import { ErrorNote } from '../../parts/feedback.tsx';
import { LongActProgress, LongWaiting, useLongAct, useLongLoaded } from '../../parts/LongAct.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { go } from '../../shell/view.ts';
import { errorText, t } from '../../text/index.ts';
import type { DoneLine } from './Results.tsx';

interface Props {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (lines: readonly DoneLine[], done: readonly string[]) => void;
}
/** The plan is of one moment: it is asked again by the act itself. */
const NOTHING = [] as const;
/** What a rule would do, in one line. */
export function ruleWords({ outcome, dueDate }: Pick<RuleProposal, 'outcome' | 'dueDate'>): string {
  if (outcome.kind === 'for_information') return t('rules.does.close');
  const base =
    outcome.coHandlers.length === 0 ? outcome.lead : `${outcome.lead} (${t('rules.does.with', { names: outcome.coHandlers.join('; ') })})`;
  return dueDate === undefined ? t('rules.does.assign', { who: base }) : t('rules.does.assignDue', { who: base, date: dateText(dueDate) });
}

export function RegisterDialog({ ids, onClose, onDone }: Props) {
  const [plan, setPlan] = useState<{ rows: readonly PlannedRegistration[]; date: string }>();
  /** Rows whose rule is accepted. */
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [closeAll, setCloseAll] = useState(false);
  const act = useLongAct();
  const confirm = useRef<HTMLButtonElement>(null);
  const list = ids.join();
  const planned = useLongLoaded(
    t('many.planning', { count: ids.length }),
    useCallback((workId: string) => api['many.plan']({ ids: list.split(','), workId }), [list]),
    NOTHING,
  );
  const stopped = planned.error?.code === 'work.stopped';
  useEffect(() => {
    if (planned.value) setPlan(planned.value);
  }, [planned.value]);
  // Who stops the looking wants none of it.
  useEffect(() => {
    if (stopped) onClose();
  }, [stopped, onClose]);
  const can = plan?.rows.filter((row) => row.refused === undefined) ?? [];
  const refused = plan?.rows.filter((row) => row.refused !== undefined) ?? [];
  const proposals = can.filter((row) => row.rule !== undefined && !row.rule.auto);
  // The next key confirms.
  useEffect(() => {
    if (plan) confirm.current?.focus();
  }, [plan]);
  /** @param all every proposal is accepted with it */
  const register = async (all = false): Promise<void> => {
    if (plan === undefined || act.busy || can.length === 0) return;
    const items = can.map(({ id, number, rule }) => ({
      id,
      ...(number === undefined ? {} : { number }),
      ...(closeAll ? { forInformation: true as const } : rule && !rule.auto && (all || accepted.has(id)) ? { ruleId: rule.ruleId } : {}),
    }));
    const answer = await act.runLong(t('work.many', { act: t('many.register.title'), count: items.length }), (workId) =>
      api['many.register']({ items, workId }),
    );
    if (answer === undefined) {
      // The numbers moved meanwhile: the new ones, to be looked at again.
      const again = await api['many.plan']({ ids: list.split(',') }).catch(() => undefined);
      if (again) setPlan(again);
      return;
    }
    const rowOf = (id: string) => plan?.rows.find((row) => row.id === id);
    const line = (id: string, words: string, failed = false): DoneLine => ({ id, name: nameOf(rowOf(id)), words, failed });
    onDone(
      [
        ...answer.done.map(({ id, number, after }) =>
          line(
            id,
            [
              number === undefined ? t('many.pending') : t('many.number', { number: numberText(number) }),
              after ? t(`many.after.${after}`) : '',
            ]
              .filter(Boolean)
              .join('; '),
          ),
        ),
        ...[
          ...answer.refused,
          ...refused.map(({ id, refused: why }) => ({ id, code: why?.code ?? '', ...(why?.params ? { params: why.params } : {}) })),
        ].map(({ id, code, params }) => line(id, errorText({ code, ...(params === undefined ? {} : { params }) }), true)),
      ],
      answer.done.map(({ id }) => id),
    );
  };
  const [only] = can;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    void register(true);
  };
  return (
    <Modal
      opened
      onKeyDown={onKeyDown}
      size={ids.length > 1 ? '62rem' : 'lg'}
      onClose={onClose}
      title={t('many.register.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {plan === undefined ? (
        <LongWaiting loaded={planned} />
      ) : (
        <>
          <OldYears rows={can} onLeave={onClose} />
          {can.length === 1 && only && plan.rows.length === 1 ? (
            <One row={only} date={plan.date} />
          ) : (
            <Many rows={plan.rows} date={plan.date} accepted={closeAll ? new Set() : accepted} closeAll={closeAll} onAccept={setAccepted} />
          )}
          {can.length === 1 && only?.rule && plan.rows.length === 1 ? (
            <Accept
              row={only}
              rule={only.rule}
              checked={!closeAll && accepted.has(only.id)}
              disabled={closeAll}
              onChange={(on) => setAccepted(on ? new Set([only.id]) : new Set())}
            />
          ) : proposals.length > 1 ? (
            <Checkbox
              mt="sm"
              label={t('rules.acceptAll', { count: proposals.length })}
              disabled={closeAll}
              checked={proposals.every((row) => accepted.has(row.id))}
              onChange={(e) => setAccepted(e.currentTarget.checked ? new Set(proposals.map((row) => row.id)) : new Set())}
            />
          ) : null}
          <Checkbox mt="sm" label={t('many.register.close')} checked={closeAll} onChange={(e) => setCloseAll(e.currentTarget.checked)} />
        </>
      )}
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={onClose} disabled={act.busy && act.work === undefined}>
          {t(act.work === undefined ? 'common.cancel' : 'work.aside')}
        </Button>
        {proposals.length > 0 && !closeAll ? (
          <Button variant="default" disabled={act.busy} onClick={() => void register(true)} title={t('rules.acceptKey')}>
            {t('rules.acceptNow')}
          </Button>
        ) : null}
        <Button
          ref={confirm}
          data-autofocus
          loading={act.busy}
          disabled={plan !== undefined && can.length === 0}
          onClick={() => void register()}
        >
          {plan === undefined ? t('many.register') : confirmWords(can, plan.rows.length)}
        </Button>
      </Group>
    </Modal>
  );
}
function confirmWords(can: readonly PlannedRegistration[], all: number): string {
  const [first] = can;
  if (can.length === 1 && all === 1)
    return first?.number === undefined ? t('many.register.doPending') : t('many.register.doOne', { number: numberText(first.number) });
  return t('many.register.do', { count: can.length });
}
/** What came in a year that is over could still stand in its own book. */
function OldYears({ rows, onLeave }: { readonly rows: readonly PlannedRegistration[]; readonly onLeave: () => void }) {
  const old = rows.flatMap(({ oldYear }) => oldYear ?? []);
  const [period] = old;
  if (period === undefined) return null;
  const toClosing = (): void => {
    onLeave();
    go({ at: 'registers', part: 'closing' });
  };
  return (
    <Notice
      tone="info"
      acts={
        <Button variant="default" size="compact-md" onClick={toClosing}>
          {t('many.oldYearClosing')}
        </Button>
      }
    >
      {t('many.oldYear', { count: old.length, period })}
    </Notice>
  );
}
function One({ row, date }: { readonly row: PlannedRegistration; readonly date: string }) {
  return (
    <>
      <Text size="xl" fw={700}>
        {row.number === undefined ? t('many.pending') : t('many.numberDate', { number: numberText(row.number), date: dateText(date) })}
      </Text>
      <Text>{[row.code, row.sender].filter(Boolean).join(' · ')}</Text>
      <Text className="clamped">{row.subject}</Text>
    </>
  );
}
function Accept(props: {
  readonly row: PlannedRegistration;
  readonly rule: RuleProposal;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const { rule } = props;
  return (
    <Notice tone="info" className="rule-proposal">
      {rule.auto ? (
        <Text>{t('rules.goesAlone', { name: rule.name, does: ruleWords(rule) })}</Text>
      ) : (
        <Checkbox
          label={t('rules.accept', { name: rule.name, does: ruleWords(rule) })}
          checked={props.checked}
          disabled={props.disabled}
          onChange={(e) => props.onChange(e.currentTarget.checked)}
        />
      )}
    </Notice>
  );
}
function Many(props: {
  readonly rows: readonly PlannedRegistration[];
  readonly date: string;
  readonly accepted: ReadonlySet<string>;
  readonly closeAll: boolean;
  readonly onAccept: (next: ReadonlySet<string>) => void;
}) {
  const { accepted } = props;
  const flip = (id: string): void => {
    const next = new Set(accepted);
    if (!next.delete(id)) next.add(id);
    props.onAccept(next);
  };
  return (
    <>
      <Text mb={6}>{t('many.register.lead', { date: dateText(props.date) })}</Text>
      <div className="many-scroll">
        <table className="many-table" aria-label={t('many.register.title')}>
          <thead>
            <tr>
              <th scope="col">{t('field.arrivalNumber')}</th>
              <th scope="col">{t('field.code')}</th>
              <th scope="col">{t('field.sender')}</th>
              <th scope="col">{t('field.subject')}</th>
              <th scope="col">{t('rules.column')}</th>
            </tr>
          </thead>
          <tbody>
            {[...props.rows.filter((row) => !row.refused), ...props.rows.filter((row) => row.refused)].map((row) => (
              <tr key={row.id}>
                <td className="figure">
                  <b>{row.refused ? '–' : row.number === undefined ? t('pending.word') : numberText(row.number)}</b>
                </td>
                <td className="figure">{row.code}</td>
                <td>{row.sender}</td>
                <td>
                  <span className="two-lines">{row.subject}</span>
                  {row.refused ? <div className="overdue">{errorText(row.refused)}</div> : null}
                </td>
                <td>
                  {row.rule === undefined || row.refused ? null : row.rule.auto ? (
                    t('rules.goesAloneShort', { does: ruleWords(row.rule) })
                  ) : (
                    <Checkbox
                      label={ruleWords(row.rule)}
                      title={row.rule.name}
                      disabled={props.closeAll}
                      checked={accepted.has(row.id)}
                      onChange={() => flip(row.id)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
