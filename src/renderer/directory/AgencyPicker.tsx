/** Picking an agency as one types: by keyboard or mouse, from the directory here, also without a line. */
import { Combobox, InputBase, useCombobox } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { AgencyRow, GroupRow } from '../../contract/page/directory.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

const SHOWN = 20;
const TYPED = '\u0000typed';
const GROUP = '\u0000group:';

interface Props {
  readonly label: string;
  readonly description: string;
  /** Codes that are chosen already and not offered again. */
  readonly taken: ReadonlySet<string>;
  readonly onAgency: (agency: AgencyRow) => void;
  /** Where given, a name that is in no directory may be taken as it was typed. */
  readonly onText?: (text: string) => void;
  readonly groups?: readonly GroupRow[];
  readonly onGroup?: (group: GroupRow) => void;
}
export function AgencyPicker(props: Props) {
  const { onText } = props;
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly AgencyRow[]>([]);
  const act = useAct();
  const turn = useRef(0);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = useDebouncedCallback(async (text: string) => {
    const mine = ++turn.current;
    const answer = await act.run(() => api['directory.search']({ text, limit: SHOWN }));
    // An answer to what was typed before comes too late.
    if (answer && mine === turn.current) setFound(answer.rows);
  }, 80);
  const done = (): void => {
    setTyped('');
    combobox.closeDropdown();
  };
  const folded = foldVietnamese(typed.trim());
  const groups = (props.groups ?? []).filter((group) => foldVietnamese(group.name).includes(folded));
  const fresh = found.filter((row) => !props.taken.has(row.organId));
  const submit = (option: string): void => {
    const group = option.startsWith(GROUP) ? groups.find((g) => g.id === option.slice(GROUP.length)) : undefined;
    const row = found.find((r) => r.organId === option);
    if (group) props.onGroup?.(group);
    else if (row) props.onAgency(row);
    else if (typed.trim() !== '') onText?.(typed.trim());
    done();
  };
  return (
    <>
      <Combobox store={combobox} onOptionSubmit={submit} withinPortal>
        <Combobox.Target>
          <InputBase
            label={props.label}
            description={props.description}
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
              if (typed.trim() === '' || !onText) return;
              onText(typed.trim());
              done();
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={300} style={{ overflowY: 'auto' }}>
            {groups.map((group) => (
              <Combobox.Option key={group.id} value={`${GROUP}${group.id}`}>
                {t('draft.group.option', { name: group.name })}
                <span className="option-second">{t('draft.group.count', { count: group.count })}</span>
              </Combobox.Option>
            ))}
            {fresh.map((row) => (
              <Combobox.Option key={row.organId} value={row.organId}>
                {row.name}
                <span className="option-second">{[row.parentName, row.organId, row.otherCode].filter((part) => part).join(' · ')}</span>
              </Combobox.Option>
            ))}
            {typed.trim() === '' || !onText ? null : (
              <Combobox.Option value={TYPED}>{t('draft.recipient.addText', { name: typed.trim() })}</Combobox.Option>
            )}
            {groups.length + fresh.length === 0 && !onText ? (
              <Combobox.Empty>{t('directory.find.empty', { text: typed.trim() })}</Combobox.Empty>
            ) : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
