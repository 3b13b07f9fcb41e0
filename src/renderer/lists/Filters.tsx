/** More filters than tabs and words: urgency, agency, handler, days, what is overdue or unread. */
import { Autocomplete, Button, Checkbox, Select } from '@mantine/core';
import { useRef } from 'react';
import type { Priority } from '../../domain/edxml.ts';
import { api } from '../core.ts';
import { urgencyWord } from '../parts/codeWords.ts';
import { DateField } from '../parts/DateField.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useWords } from '../parts/useWords.ts';
import { AgencyFilter } from '../search/AgencyFilter.tsx';
import { t } from '../text/index.ts';
import type { Ledger, MoreFilter } from './ledger.ts';

/** Filters that stand in the panel, set. */
export const filterCount = ({ from, to, ...rest }: MoreFilter): number =>
  Object.entries(rest).filter(([key, value]) => key !== 'bookId' && value !== undefined && (!Array.isArray(value) || value.length > 0))
    .length + (from === undefined && to === undefined ? 0 : 1);

const TOPICS = ['incoming'] as const;
const loadChoices = () => api['search.choices']({});
const URGENCIES: readonly Priority[] = [1, 2, 3];
const ANY_URGENT = 'urgent';

export function Filters<Row, State extends string>(props: {
  readonly list: Ledger<Row, State>;
  readonly partyText: string;
  readonly handlers: boolean;
}) {
  const { list } = props;
  const more = list.use((s) => s.more);
  const words = useWords();
  const handlers = useLoaded(loadChoices, TOPICS).value?.handlers ?? [];
  const set = <K extends keyof MoreFilter>(key: K, value: MoreFilter[K] | undefined): void => {
    const { [key]: _, ...rest } = list.use.getState().more;
    list.setMore(value === undefined ? (rest as MoreFilter) : { ...rest, [key]: value });
  };
  const chosen = more.priorities === undefined ? '' : more.priorities.length > 1 ? ANY_URGENT : String(more.priorities[0]);
  return (
    <section className="sheet list-filters" aria-label={t('lists.filters')}>
      <Select
        label={t('field.priority')}
        placeholder={t('search.anything')}
        clearable
        data={[
          { value: ANY_URGENT, label: t('lists.anyUrgent') },
          ...URGENCIES.map((p) => ({ value: String(p), label: urgencyWord(words, p) })),
          { value: '0', label: urgencyWord(words, 0) },
        ]}
        value={chosen === '' ? null : chosen}
        onChange={(value) => set('priorities', value === null ? undefined : value === ANY_URGENT ? [1, 2, 3, 4] : [Number(value)])}
      />
      <AgencyFilter agency={more.agency} onAgency={(agency) => set('agency', agency)} />
      {props.handlers ? (
        <Autocomplete
          label={t('lists.handler')}
          placeholder={t('search.anything')}
          data={handlers}
          maxLength={100}
          limit={40}
          key={more.handler ?? ''}
          defaultValue={more.handler ?? ''}
          onOptionSubmit={(value) => set('handler', value)}
          onBlur={(e) => {
            const value = e.currentTarget.value.trim();
            if (value !== (more.handler ?? '')) set('handler', value === '' ? undefined : value);
          }}
        />
      ) : null}
      <DayFilter key={`from ${more.from ?? ''}`} label={t('lists.from')} value={more.from} onDay={(day) => set('from', day)} />
      <DayFilter key={`to ${more.to ?? ''}`} label={t('lists.to')} value={more.to} onDay={(day) => set('to', day)} />
      <div className="list-filters-acts">
        <Checkbox
          label={t('lists.unreadLong')}
          checked={more.unread === true}
          onChange={(e) => set('unread', e.currentTarget.checked ? true : undefined)}
        />
        <Checkbox
          label={t('lists.overdueLong')}
          checked={more.overdue === true}
          onChange={(e) => set('overdue', e.currentTarget.checked ? true : undefined)}
        />
        <Button variant="subtle" ml="auto" disabled={filterCount(more) === 0} onClick={() => list.setMore({})}>
          {t('lists.noFilter')}
        </Button>
      </div>
    </section>
  );
}

/** Filters when the field is left: a year that is half typed is a day already. */
function DayFilter(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onDay: (day: string | undefined) => void;
}) {
  const { label, value, onDay } = props;
  const typed = useRef(value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears when the field inside is left
    <div onBlur={() => typed.current !== value && onDay(typed.current)}>
      <DateField
        label={label}
        value={value}
        onDate={(date) => {
          typed.current = date;
        }}
      />
    </div>
  );
}
