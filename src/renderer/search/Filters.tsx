/** The filters: chosen in one row of fields, and each one that is set as a mark that takes it away again. */
import { Autocomplete, Button, Checkbox, MultiSelect, Select } from '@mantine/core';
import { useState } from 'react';
import type { SearchFilters } from '../../contract/page/search.ts';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { urgencyWord } from '../parts/codeWords.ts';
import { DateField } from '../parts/DateField.tsx';
import { DocumentTypeField } from '../parts/typeFields.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useWords } from '../parts/useWords.ts';
import { t, textOr } from '../text/index.ts';
import { AgencyFilter } from './AgencyFilter.tsx';
import { searchFor, useSearch } from './store.ts';

const STATES = {
  incoming: ['arrived', 'registered', 'assigned', 'in_progress', 'finished', 'returned', 'withdrawn', 'recalled', 'merged'],
  outgoing: ['draft', 'leader_signed', 'numbered', 'agency_signed', 'issued', 'cancelled'],
} as const;
type Direction = keyof typeof STATES;
type State = (typeof STATES)[Direction][number];
const DIRECTIONS: readonly Direction[] = ['incoming', 'outgoing'];
const RANGES = ['dated', 'arrived', 'due'] as const;
type Range = (typeof RANGES)[number];
interface Ends {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
const stateName = (state: State): string => textOr(`incoming.state.${state}`, textOr(`outgoing.state.${state}`, state));

const TOPICS = ['registers', 'incoming'] as const;
const loadChoices = () => api['search.choices']({});

/** Sets or takes away one filter; an empty one is none. */
function put<K extends keyof SearchFilters>(key: K, value: SearchFilters[K] | undefined, fromFields = true): void {
  const { [key]: _before, ...rest } = useSearch.getState().filters;
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  searchFor({ filters: empty ? rest : { ...rest, [key]: value } }, fromFields);
}

export function Filters() {
  const filters = useSearch((s) => s.filters);
  const fresh = useSearch((s) => s.fresh);
  const choices = useLoaded(loadChoices, TOPICS).value;
  const words = useWords();
  const directions = filters.direction === undefined ? DIRECTIONS : [filters.direction];
  return (
    <section className="search-filters" aria-label={t('search.filters')}>
      <Select
        label={t('search.direction')}
        data={[
          { value: '', label: t('search.direction.any') },
          ...DIRECTIONS.map((d) => ({ value: d, label: t(`search.direction.${d}`) })),
        ]}
        value={filters.direction ?? ''}
        allowDeselect={false}
        onChange={(value) => put('direction', value === 'incoming' || value === 'outgoing' ? value : undefined)}
      />
      <MultiSelect
        label={t('search.states')}
        placeholder={filters.states?.length ? '' : t('search.anything')}
        data={directions.map((d) => ({
          group: t(`search.direction.${d}`),
          items: STATES[d].map((s) => ({ value: s, label: stateName(s) })),
        }))}
        value={filters.states ?? []}
        onChange={(value) => put('states', value as State[])}
      />
      {RANGES.map((range) => (
        <RangeFields key={`${range}${fresh}`} range={range} />
      ))}
      <Select
        label={t('search.book')}
        placeholder={t('search.anything')}
        clearable
        data={(choices?.books ?? []).map((book) => ({ value: book.id, label: book.name }))}
        value={filters.bookId ?? null}
        onChange={(value) => put('bookId', value ?? undefined)}
      />
      <MultiSelect
        label={t('search.priority')}
        placeholder={filters.priorities?.length ? '' : t('search.anything')}
        data={([1, 2, 3, 0] as const).map((p) => ({ value: String(p), label: urgencyWord(words, p) }))}
        value={(filters.priorities ?? []).map(String)}
        onChange={(value) => put('priorities', value.map(Number))}
      />
      <HandlerField names={choices?.handlers ?? []} key={`handler${fresh}`} />
      <AgencyFilter agency={filters.agency} onAgency={(agency) => put('agency', agency)} />
      <DocumentTypeField value={filters.typeName ?? ''} onType={(name) => put('typeName', name)} />
      {(choices?.organs.length ?? 0) > 1 ? (
        <Select
          label={t('search.organ')}
          placeholder={t('search.anything')}
          clearable
          data={(choices?.organs ?? []).map((organ) => ({ value: organ.organId, label: organ.name }))}
          value={filters.organId ?? null}
          onChange={(value) => put('organId', value ?? undefined)}
        />
      ) : null}
      <Checkbox
        label={t('search.overdue')}
        checked={filters.overdue === true}
        onChange={(e) => put('overdue', e.currentTarget.checked ? true : undefined)}
      />
    </section>
  );
}

function RangeFields({ range }: { readonly range: Range }) {
  const filters = useSearch((s) => s.filters);
  const value: Ends = filters[range] ?? {};
  const what = t(`search.${range}`);
  const set = (end: 'from' | 'to', date: string | undefined): void => {
    if (value[end] === date) return;
    const { [end]: _before, ...rest } = value;
    const next: Ends = date === undefined ? rest : { ...rest, [end]: date };
    const given = { ...(next.from ? { from: next.from } : {}), ...(next.to ? { to: next.to } : {}) };
    put(range, Object.keys(given).length === 0 ? undefined : given);
  };
  return (
    <div className="search-range">
      <DateField label={t('search.from', { what })} toward="past" value={value.from} onDate={(date) => set('from', date)} />
      <DateField label={t('search.to', { what })} toward="past" value={value.to} onDate={(date) => set('to', date)} />
    </div>
  );
}

function HandlerField({ names }: { readonly names: readonly string[] }) {
  const chosen = useSearch((s) => s.filters.handler);
  const [typed, setTyped] = useState(chosen ?? '');
  return (
    <Autocomplete
      label={t('search.handler')}
      placeholder={t('search.anything')}
      data={[...names]}
      value={typed}
      maxLength={100}
      onChange={setTyped}
      onOptionSubmit={(name) => put('handler', name)}
      onBlur={() => typed !== (chosen ?? '') && put('handler', typed.trim() || undefined)}
    />
  );
}

/** What is set, in words, each with its way out. */
export function FilterMarks() {
  const filters = useSearch((s) => s.filters);
  const choices = useLoaded(loadChoices, TOPICS).value;
  const words = useWords();
  const marks: (readonly [keyof SearchFilters, string])[] = [];
  const { direction, states, bookId, priorities, handler, overdue, agency, typeName, organId } = filters;
  if (direction) marks.push(['direction', t(`search.direction.${direction}`)]);
  if (states?.length) marks.push(['states', `${t('search.states')}: ${states.map(stateName).join(', ')}`]);
  for (const range of RANGES) {
    const { from, to }: Ends = filters[range] ?? {};
    const what = t(`search.${range}`);
    if (from && to) marks.push([range, t('search.range', { what, from: dateText(from), to: dateText(to) })]);
    else if (from) marks.push([range, t('search.rangeFrom', { what, from: dateText(from) })]);
    else if (to) marks.push([range, t('search.rangeTo', { what, to: dateText(to) })]);
  }
  if (bookId) marks.push(['bookId', choices?.books.find((book) => book.id === bookId)?.name ?? t('search.book')]);
  if (priorities?.length) marks.push(['priorities', priorities.map((p) => urgencyWord(words, p as 0 | 1 | 2 | 3 | 4)).join(', ')]);
  if (handler) marks.push(['handler', `${t('search.handler')}: ${handler}`]);
  if (agency) marks.push(['agency', `${t('search.agency')}: ${agency.name}`]);
  if (typeName) marks.push(['typeName', `${t('search.kind')}: ${typeName}`]);
  if (organId) marks.push(['organId', choices?.organs.find((organ) => organ.organId === organId)?.name ?? organId]);
  if (overdue) marks.push(['overdue', t('search.overdue')]);
  if (marks.length === 0) return null;
  return (
    <div className="search-marks">
      {marks.map(([key, name]) => (
        <button
          type="button"
          key={key}
          className="search-chip"
          aria-label={t('search.removeFilter', { name })}
          onClick={() => put(key, undefined, false)}
        >
          {name} <span aria-hidden="true">×</span>
        </button>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={() => searchFor({ filters: {} })}>
        {t('search.clear')}
      </Button>
    </div>
  );
}
