/** Who handles a document: offered are those who handled one here before and the people of the desk; any other name may be typed. */
import { Autocomplete, TagsInput } from '@mantine/core';
import { api } from '../core.ts';
import { t } from '../text/index.ts';
import { useLoaded } from './useLoaded.ts';

const TOPICS = [] as const;
const SHOWN = 30;
const load = async (): Promise<readonly string[]> => {
  const [{ handlers }, { people }] = await Promise.all([api['search.choices']({}), api['people.list']({ ended: false })]);
  const workers = people.filter(({ roles }) => roles.includes('officer') || roles.includes('leader')).map(({ name }) => name);
  return [...new Set([...handlers, ...workers])];
};
const useHandlers = (): readonly string[] => useLoaded(load, TOPICS).value ?? [];

interface LeadProps {
  readonly value: string;
  readonly onValue: (name: string) => void;
  /** The dialogue begins here. */
  readonly first?: boolean;
}
export function LeadField({ value, onValue, first }: LeadProps) {
  const names = useHandlers();
  return (
    <Autocomplete
      label={t('instruct.handler')}
      required
      maxLength={100}
      data={[...names]}
      limit={SHOWN}
      // A list that opens by itself lies over the fields below.
      openOnFocus={false}
      value={value}
      onChange={onValue}
      {...(first ? { 'data-autofocus': true } : {})}
    />
  );
}

export function CoHandlersField({ value, onValue }: { readonly value: readonly string[]; readonly onValue: (names: string[]) => void }) {
  const names = useHandlers();
  return (
    <TagsInput
      label={t('instruct.coHandlers')}
      placeholder={value.length === 0 ? t('instruct.coHandlersHint') : ''}
      maxTags={20}
      acceptValueOnBlur
      data={[...names]}
      limit={SHOWN}
      openOnFocus={false}
      value={[...value]}
      onChange={onValue}
    />
  );
}
