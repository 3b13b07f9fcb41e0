/** By which the log is narrowed down: days, person, kind of act, words, one thing. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { AUDIT_TOPICS, type AuditAct, type AuditTopic, BY_WORKSTATION } from '../../domain/auditActs.ts';
import { byWord } from '../../domain/collate.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { type AuditFilter, isFiltered, withFilter } from './filter.ts';
import { actWord, ta } from './words.ts';

const TOPICS = [] as const;
const loadPeople = () => api['people.list']({ ended: true });
const WHOLE = 'topic:';
/** Every act under its topic, which is a choice of its own. */
const KINDS = (Object.keys(AUDIT_TOPICS) as AuditTopic[]).map((topic) => {
  const name = ta(`auditLog.topic.${topic}`);
  const acts = AUDIT_TOPICS[topic].map((act) => ({ value: act, label: actWord(act) })).toSorted(byWord(({ label }) => label));
  return { group: name, items: [{ value: `${WHOLE}${topic}`, label: ta('auditLog.whole', { topic: name }) }, ...acts] };
});

interface Props {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}
export function Filters({ filter, onFilter }: Props) {
  const people = useLoaded(loadPeople, TOPICS).value?.people ?? [];
  // Days that are turned wait here until they can be asked.
  const [days, setDays] = useState<Pick<AuditFilter, 'from' | 'to'>>({});
  const turned = days.from !== undefined && days.to !== undefined && days.from > days.to;
  const [typed, setTyped] = useState('');
  /** A new round of fields after "Bỏ lọc". */
  const [round, setRound] = useState(0);
  const setDay = (key: 'from' | 'to', date: string | undefined): void => {
    const both = withFilter(days, key, date) as Pick<AuditFilter, 'from' | 'to'>;
    setDays(both);
    if (both.from !== undefined && both.to !== undefined && both.from > both.to) return;
    const { from: _from, to: _to, ...rest } = filter;
    onFilter({ ...rest, ...both });
  };
  const setKind = (value: string | null): void => {
    const { topic: _topic, act: _act, ...rest } = filter;
    if (value === null) onFilter(rest);
    else if (value.startsWith(WHOLE)) onFilter({ ...rest, topic: value.slice(WHOLE.length) as AuditTopic });
    else onFilter({ ...rest, act: value as AuditAct });
  };
  const clear = (): void => {
    setDays({});
    setTyped('');
    setRound(round + 1);
    onFilter({});
  };
  const ask = (): void => {
    if (typed.trim() !== (filter.text ?? '')) onFilter(withFilter(filter, 'text', typed.trim()));
  };
  const persons = people.map(({ id, name, endedAt }) => ({
    value: id,
    label: endedAt === undefined ? name : ta('auditLog.ended', { name }),
  }));
  return (
    <section className="audit-filters" aria-label={ta('auditLog.filters')}>
      <DateField
        key={`from${round}`}
        label={ta('auditLog.from')}
        latest="today"
        value={days.from}
        onDate={(date) => setDay('from', date)}
      />
      <DateField key={`to${round}`} label={ta('auditLog.to')} latest="today" value={days.to} onDate={(date) => setDay('to', date)} />
      <Select
        label={ta('auditLog.person')}
        placeholder={ta('auditLog.everybody')}
        clearable
        searchable
        data={[...persons, { value: BY_WORKSTATION, label: ta('auditLog.workstation') }]}
        value={filter.person ?? null}
        onChange={(value) => onFilter(withFilter(filter, 'person', value ?? undefined))}
      />
      <Select
        label={ta('auditLog.kind')}
        placeholder={ta('auditLog.everything')}
        clearable
        searchable
        limit={400}
        className="audit-kind"
        comboboxProps={{ width: 380, position: 'bottom-end' }}
        data={KINDS}
        value={filter.act ?? (filter.topic ? `${WHOLE}${filter.topic}` : null)}
        onChange={setKind}
      />
      <TextInput
        type="search"
        label={ta('auditLog.text')}
        placeholder={ta('auditLog.textHint')}
        maxLength={100}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        onBlur={ask}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.nativeEvent.isComposing) ask();
        }}
      />
      {isFiltered(filter) || turned ? (
        <Button variant="default" onClick={clear}>
          {ta('auditLog.clear')}
        </Button>
      ) : null}
      {turned ? (
        <div className="audit-wide">
          <Notice tone="warn" role="status">
            {ta('auditLog.daysTurned')}
          </Notice>
        </div>
      ) : null}
      {filter.object ? (
        <div className="audit-wide">
          <Notice
            tone="info"
            role="status"
            acts={
              <Button size="compact-sm" variant="default" onClick={() => onFilter(withFilter(filter, 'object', undefined))}>
                {ta('auditLog.allObjects')}
              </Button>
            }
          >
            {ta('auditLog.onlyObject', { name: filter.object.label })}
          </Notice>
        </div>
      ) : null}
    </section>
  );
}
