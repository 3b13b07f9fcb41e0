/** Quy tắc phân công sẵn: written, put in order, tried on the last arrivals, switched off. */
import { Badge, Button, Group, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { StandingRule } from '../../contract/page/lists.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { RuleForm } from './Form.tsx';
import './rules.css';

const TOPICS = [] as const;
const load = async () => ({ rules: (await api['rules.list']({})).rules, books: (await api['registers.books']({})).books });

export default function Rules() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [editing, setEditing] = useState<StandingRule | 'new'>();
  const [removing, setRemoving] = useState<StandingRule>();
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const { rules } = value;
  const bookName = (id: string): string => value.books.find((book) => book.id === id)?.name ?? id;
  const after = async (work: () => Promise<unknown>, note?: string): Promise<void> => {
    await act.run(async () => {
      await work();
      await reload();
      if (note) say(note);
    });
  };
  const move = (at: number, by: 1 | -1): void => {
    const ids = rules.map((rule) => rule.id);
    const [one] = ids.splice(at, 1);
    if (one === undefined) return;
    ids.splice(at + by, 0, one);
    void after(() => api['rules.order']({ ids }));
  };
  const flip = (rule: StandingRule): void =>
    void after(() => api['rules.save']({ ...inputOf(rule), active: !rule.active }), t('rules.saved'));
  return (
    <>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {rules.length > 1 ? <Text c="dimmed">{t('rules.orderHint')}</Text> : null}
      {rules.length === 0 ? <EmptyNote title={t('rules.none')} next={t('rules.noneNext')} /> : null}
      <ol className="rules">
        {rules.map((rule, i) => (
          <li key={rule.id} className={rule.active ? '' : 'rule-off'}>
            <div className="rule-words">
              <b>{rule.name}</b> {rule.auto ? <Badge variant="light">{t('rules.auto')}</Badge> : null}
              {rule.active ? null : <Badge color="gray">{t('rules.off')}</Badge>}
              <div>{conditionWords(rule.conditions, bookName)}</div>
              <div>→ {outcomeWords(rule)}</div>
              <div className="dim">{t('rules.by', { name: rule.by, date: dateText(legalDateOf(rule.at)) })}</div>
            </div>
            <Group gap={6} wrap="nowrap">
              <Switch aria-label={`${t('rules.active')}: ${rule.name}`} checked={rule.active} onChange={() => flip(rule)} />
              <Button
                variant="default"
                size="compact-sm"
                disabled={i === 0}
                aria-label={t('rules.first', { name: rule.name })}
                onClick={() => move(i, -1)}
              >
                ↑
              </Button>
              <Button
                variant="default"
                size="compact-sm"
                disabled={i === rules.length - 1}
                aria-label={t('rules.later', { name: rule.name })}
                onClick={() => move(i, 1)}
              >
                ↓
              </Button>
              <Button variant="default" size="compact-sm" aria-label={`${t('rules.edit')}: ${rule.name}`} onClick={() => setEditing(rule)}>
                {t('rules.edit')}
              </Button>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`${t('rules.remove')}: ${rule.name}`}
                onClick={() => setRemoving(rule)}
              >
                {t('rules.remove')}
              </Button>
            </Group>
            {removing?.id === rule.id ? (
              <div className="rule-remove" role="alert">
                {t('rules.removeAsk', { name: rule.name })}
                <Button
                  color="red"
                  size="compact-sm"
                  onClick={() => {
                    setRemoving(undefined);
                    void after(() => api['rules.remove']({ id: rule.id }), t('rules.removed'));
                  }}
                >
                  {t('rules.remove')}
                </Button>
                <Button variant="default" size="compact-sm" onClick={() => setRemoving(undefined)}>
                  {t('common.cancel')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      <div className="settings-acts">
        <Button onClick={() => setEditing('new')}>{t('rules.add')}</Button>
      </div>
      {editing === undefined ? null : (
        <RuleForm
          rule={editing === 'new' ? undefined : editing}
          books={value.books.filter((book) => book.direction === 'incoming')}
          onClose={() => setEditing(undefined)}
          onDone={() => {
            setEditing(undefined);
            void reload();
            say(t('rules.saved'));
          }}
        />
      )}
    </>
  );
}

/** The rule as it is handed back. */
function inputOf({ id, name, conditions, outcome, auto, active }: StandingRule): Parameters<(typeof api)['rules.save']>[0] {
  const { agencies, kinds, words, bookId } = conditions;
  return {
    ...{ id, name, auto, active },
    conditions: {
      agencies: agencies.map((one) => ({ ...one })),
      kinds: [...kinds],
      words: [...words],
      ...(bookId === undefined ? {} : { bookId }),
    },
    outcome: outcome.kind === 'assign' ? { ...outcome, coHandlers: [...outcome.coHandlers] } : outcome,
  };
}
function conditionWords({ agencies, kinds, words, bookId }: StandingRule['conditions'], bookName: (id: string) => string): string {
  const some = (key: 'agencies' | 'kinds' | 'words' | 'book', names: readonly string[]): string[] =>
    names.length === 0 ? [] : [t(`rules.condition.${key}`, { names: names.join(', ') })];
  return [
    ...some(
      'agencies',
      agencies.map(({ name }) => name),
    ),
    ...some('kinds', kinds),
    ...some('words', words),
    ...some('book', bookId === undefined ? [] : [bookName(bookId)]),
  ].join(' · ');
}
function outcomeWords({ outcome }: StandingRule): string {
  if (outcome.kind === 'for_information') return t('rules.does.close');
  const who =
    outcome.coHandlers.length === 0 ? outcome.lead : `${outcome.lead} (${t('rules.does.with', { names: outcome.coHandlers.join('; ') })})`;
  const does = t('rules.does.assign', { who });
  return outcome.dueInDays === undefined ? does : t('rules.does.days', { does, days: outcome.dueInDays });
}
