/** Kind of document (Decree 30/2020, article 7 with annex III's abbreviations) and urgency. */
import { Autocomplete, Select } from '@mantine/core';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import type { Priority } from '../../domain/edxml.ts';
import { api } from '../core.ts';
import { t } from '../text/index.ts';
import { urgencyWord } from './codeWords.ts';
import { useLoaded } from './useLoaded.ts';
import { useWords } from './useWords.ts';

const TOPICS = ['codelists'] as const;
const loadKinds = () => api['codelists.documentKinds']({});

interface TypeProps {
  readonly value: string;
  readonly onType: (name: string) => void;
  readonly required?: boolean;
  readonly error?: string | undefined;
}
/** Picked from the decree's list; another word may be typed (an incoming paper can be anything). */
export function DocumentTypeField({ value, onType, required, error }: TypeProps) {
  const kinds = useLoaded(loadKinds, TOPICS).value?.kinds ?? DOCUMENT_KINDS;
  // Công văn, the daily one, first.
  const names = [...kinds].sort((a, b) => Number(b.abbreviation === '') - Number(a.abbreviation === '')).map(({ name }) => name);
  return (
    <Autocomplete
      label={t('field.type')}
      required={required === true}
      error={error}
      data={names}
      value={value}
      maxLength={100}
      onChange={onType}
      limit={40}
      renderOption={({ option }) => (
        <span style={{ display: 'flex', width: '100%' }}>
          <span style={{ flex: 1 }}>{option.value}</span>
          <span className="dim">{kinds.find((kind) => kind.name === option.value)?.abbreviation}</span>
        </span>
      )}
    />
  );
}

const PRIORITIES: readonly Priority[] = [0, 1, 2, 3];
export function PriorityField({ value, onPriority }: { readonly value: number; readonly onPriority: (value: number) => void }) {
  const words = useWords();
  return (
    <Select
      label={t('field.priority')}
      data={PRIORITIES.map((p) => ({ value: String(p), label: urgencyWord(words, p) }))}
      value={String(value)}
      allowDeselect={false}
      onChange={(next) => onPriority(Number(next ?? 0))}
    />
  );
}
