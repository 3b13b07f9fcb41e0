/** Recipients picked from the directory as one types; who is not on the axis is named in words. */
import { ActionIcon, Combobox, InputBase, Text, useCombobox } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { AgencyRow } from '../../contract/page/exchange.ts';
import type { Recipient } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

const SHOWN = 20;
const TYPED = '\u0000typed';

interface Props {
  readonly value: readonly Recipient[];
  readonly onChange: (value: readonly Recipient[]) => void;
}
export function RecipientsField({ value, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly AgencyRow[]>([]);
  const act = useAct();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = useDebouncedCallback(async (text: string) => {
    const answer = await act.run(() => api['directory.search']({ text, limit: SHOWN }));
    if (answer) setFound(answer.rows);
  }, 120);
  const add = (recipient: Recipient): void => {
    const known = value.some((r) => (r.organId ? r.organId === recipient.organId : r.name === recipient.name));
    if (!known) onChange([...value, recipient]);
    setTyped('');
    combobox.closeDropdown();
  };
  const chosen = (option: string): void => {
    const row = found.find((r) => r.organId === option);
    if (row) add({ organId: row.organId, name: row.name });
    else if (typed.trim() !== '') add({ name: typed.trim() });
  };
  const fresh = found.filter((row) => !value.some((r) => r.organId === row.organId));
  return (
    <div className="form-wide">
      <Combobox store={combobox} onOptionSubmit={chosen} withinPortal>
        <Combobox.Target>
          <InputBase
            label={t('draft.recipient.search')}
            description={t('draft.recipient.hint')}
            value={typed}
            maxLength={200}
            autoComplete="off"
            onFocus={() => {
              void search(typed);
              combobox.openDropdown();
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onChange={(e) => {
              setTyped(e.currentTarget.value);
              combobox.openDropdown();
              combobox.updateSelectedOptionIndex();
              void search(e.currentTarget.value);
            }}
            onKeyDown={(e) => {
              if (e.key !== 'Enter' || e.nativeEvent.isComposing || combobox.getSelectedOptionIndex() >= 0) return;
              e.preventDefault();
              if (typed.trim() !== '') add({ name: typed.trim() });
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
            {fresh.map((row) => (
              <Combobox.Option key={row.organId} value={row.organId}>
                {row.name}
                <Text c="dimmed" size="sm">
                  {[row.parentName, row.organId].filter((part) => part).join(' · ')}
                </Text>
              </Combobox.Option>
            ))}
            {typed.trim() === '' ? null : (
              <Combobox.Option value={TYPED}>{t('draft.recipient.addText', { name: typed.trim() })}</Combobox.Option>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <ErrorNote error={act.error} onClose={act.clear} />
      {value.length === 0 ? (
        <Text c="dimmed" mt={6}>
          {t('draft.recipient.none')}
        </Text>
      ) : (
        <ul className="recipients" style={{ marginTop: 6 }} aria-label={t('field.recipients')}>
          {value.map((r) => (
            <li key={`${r.organId ?? ''}${r.name}`}>
              <span>{r.name}</span>
              <span className="dim">{r.organId ?? t('draft.recipient.offAxis')}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('draft.recipient.remove', { name: r.name })}
                onClick={() => onChange(value.filter((v) => v !== r))}
              >
                ×
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
