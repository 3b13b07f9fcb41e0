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
  /** What was typed when the directory answered last. */
  const [answered, setAnswered] = useState('');
  const act = useAct();
  const turn = useRef(0);
  const latest = useRef(props);
  latest.current = props;
  /** Names that Enter was pressed on, one after the other. */
  const entered = useRef<Promise<unknown>>(Promise.resolve());
  /** Names of those that somebody has to choose for. */
  const [left, setLeft] = useState<readonly string[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = useDebouncedCallback(async (text: string) => {
    const mine = ++turn.current;
    const answer = await act.run(() => api['directory.search']({ text, limit: SHOWN }));
    // An answer to what was typed before comes too late.
    if (mine !== turn.current || !answer) return;
    setFound(answer.rows);
    setAnswered(text);
  }, 80);
  const done = (): void => {
    setTyped('');
    combobox.closeDropdown();
  };
  /** Enter on nothing chosen: the one of this very name where there is one, else as it was typed; false where a person chooses. */
  const take = (text: string, rows: readonly AgencyRow[]): boolean => {
    const { taken, groups, onGroup, onAgency, onText } = latest.current;
    const name = foldVietnamese(text);
    const same = rows.filter((row) => foldVietnamese(row.name) === name && !taken.has(row.organId));
    const group = (groups ?? []).find((one) => foldVietnamese(one.name) === name);
    const [row] = same;
    if (!group && same.length > 1) return false;
    if (group) onGroup?.(group);
    else if (row) onAgency(row);
    else if (onText) onText(text);
    else return false;
    return true;
  };
  /**
   * Enter before the directory answered: the name leaves the field, so that the next can be typed, and is looked for by itself.
   * Where somebody has to choose, or the directory does not answer, it stands below until it is taken up again.
   */
  const takeLater = async (text: string): Promise<void> => {
    const answer = await act.run(() => api['directory.search']({ text, limit: SHOWN }));
    if (!answer || !take(text, answer.rows)) setLeft((now) => [...now, text]);
  };
  const takeUp = (text: string): void => {
    setLeft((now) => now.filter((one) => one !== text));
    setTyped(text);
    void search(text);
    field.current?.focus();
    combobox.openDropdown();
  };
  const enter = (): void => {
    const text = typed.trim();
    if (text === '') return;
    if (answered === typed) {
      if (take(text, found)) done();
      else combobox.openDropdown();
      return;
    }
    done();
    void search('');
    entered.current = entered.current.then(() => takeLater(text));
  };
  const folded = foldVietnamese(typed.trim());
  const groups = (props.groups ?? []).filter((group) => foldVietnamese(group.name).includes(folded));
  const settled = answered === typed;
  // While the directory is asked, what is known already and fits stays: the list does not flicker.
  const fresh = found.filter((row) => !props.taken.has(row.organId) && (settled || foldVietnamese(row.name).includes(folded)));
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
            ref={field}
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
              enter();
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
            {typed.trim() === '' || !onText || !settled ? null : (
              <Combobox.Option value={TYPED}>{t('draft.recipient.addText', { name: typed.trim() })}</Combobox.Option>
            )}
            {groups.length + fresh.length === 0 && !(settled && onText) ? (
              <Combobox.Empty>{settled ? t('directory.find.empty', { text: typed.trim() }) : t('common.loading')}</Combobox.Empty>
            ) : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <ErrorNote error={act.error} onClose={act.clear} />
      {left.map((name) => (
        <p key={name} role="status" style={{ margin: '6px 0 0' }}>
          {t('directory.find.left', { name })}{' '}
          <button type="button" className="link" onClick={() => takeUp(name)}>
            {t('directory.find.takeUp')}
          </button>
        </p>
      ))}
    </>
  );
}
