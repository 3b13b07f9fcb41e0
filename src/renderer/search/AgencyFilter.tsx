/** One agency, from the directory as one types, or a name as it was typed. */
import { Autocomplete } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { SearchFilters } from '../../contract/page/search.ts';
import { api } from '../core.ts';
import { t } from '../text/index.ts';

type Agency = NonNullable<SearchFilters['agency']>;
const SHOWN = 15;

export function AgencyFilter({
  agency,
  onAgency,
}: {
  readonly agency: Agency | undefined;
  readonly onAgency: (agency: Agency | undefined) => void;
}) {
  const [typed, setTyped] = useState(agency?.name ?? '');
  const [found, setFound] = useState<readonly { organId: string; name: string }[]>([]);
  const turn = useRef(0);
  useEffect(() => setTyped(agency?.name ?? ''), [agency?.name]);
  const look = useDebouncedCallback(async (text: string) => {
    const mine = ++turn.current;
    const answer = await api['directory.search']({ text, limit: SHOWN }).catch(() => undefined);
    if (answer && mine === turn.current) setFound(answer.rows);
  }, 80);
  const take = (name: string): void => {
    const row = found.find((one) => one.name === name);
    onAgency(name === '' ? undefined : { name, ...(row === undefined ? {} : { organId: row.organId }) });
  };
  return (
    <Autocomplete
      label={t('search.agency')}
      placeholder={t('search.anything')}
      data={[...new Set(found.map((row) => row.name))]}
      filter={({ options }) => options}
      value={typed}
      maxLength={200}
      onChange={(text) => {
        setTyped(text);
        void look(text);
      }}
      onOptionSubmit={take}
      onBlur={() => typed.trim() !== (agency?.name ?? '') && take(typed.trim())}
    />
  );
}
