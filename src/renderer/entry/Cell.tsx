/**
 * The cell in hand: always a real input that has the focus, so that Vietnamese input methods see every key. While one only
 * moves about it is empty and unseen over the cell; the first letter typed begins the cell anew, F2 and a double click
 * take what stands in it.
 */
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type EntryField, FIELD_LENGTH, MAX_ENTRY_CELL } from '../../domain/entry/index.ts';
import { t } from '../text/index.ts';
import { useOffers, withOffer } from './offers.ts';
import type { Sheet } from './useSheet.ts';

export type Move =
  | 'down'
  | 'up'
  | 'left'
  | 'right'
  | 'next'
  | 'previous'
  | 'pageDown'
  | 'pageUp'
  | 'rowStart'
  | 'rowEnd'
  | 'first'
  | 'last';
export interface CellActs {
  /** The cell's new text, then where to go. */
  readonly onWrite: (text: string) => void;
  readonly onMove: (move: Move, extend: boolean) => void;
  readonly onClear: () => void;
  readonly onFillDown: () => void;
  /** `html`: the same as a table, which says what cells span rows. */
  readonly onPaste: (text: string, html: string) => void;
  readonly onCopy: () => string;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onInsertRow: () => void;
  readonly onRemoveRows: () => void;
  /** Everything is checked and registered. */
  readonly onCommit: () => void;
  /** The keyboard leaves the sheet. */
  readonly onLeave: () => void;
}
interface Props extends CellActs {
  readonly sheet: Sheet;
  readonly field: EntryField;
  readonly text: string;
  readonly label: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
}
const MOVES: Partial<Record<string, Move>> = { ArrowDown: 'down', ArrowUp: 'up', PageDown: 'pageDown', PageUp: 'pageUp' };
const SIDES: Partial<Record<string, Move>> = { ArrowLeft: 'left', ArrowRight: 'right', Home: 'rowStart', End: 'rowEnd' };

export function ActiveCell(props: Props) {
  const { field, sheet, text } = props;
  const input = useRef<HTMLInputElement>(null);
  /** Undefined while one moves about. */
  const [draft, setDraft] = useState<string>();
  /** Begun by F2: the arrows move in the text. */
  const [inside, setInside] = useState(false);
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const editing = draft !== undefined;
  const offers = useOffers(field, draft ?? '', sheet, asked || (editing && draft.trim() !== ''));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other text, other offers
  useEffect(() => setChosen(-1), [draft]);
  useLayoutEffect(() => input.current?.focus({ preventScroll: true }), []);
  // What is opened to be changed is changed at its end, before the next key.
  useLayoutEffect(() => {
    if (inside) input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  }, [inside]);
  // What was typed is kept also where the cell is left by the mouse.
  const pending = useRef<string>(undefined);
  pending.current = draft;
  const { onWrite } = props;
  const write = useRef(onWrite);
  useEffect(
    () => () => {
      if (pending.current !== undefined) write.current(pending.current);
    },
    [],
  );

  const begin = (value: string, whole: boolean): void => {
    setDraft(value);
    setInside(whole);
  };
  const end = (): void => {
    pending.current = undefined;
    setDraft(undefined);
    setInside(false);
    setAsked(false);
  };
  const take = (move: Move, extend = false): void => {
    const offer = offers[chosen];
    const value = offer !== undefined ? withOffer(field, draft ?? '', offer) : draft;
    end();
    if (value !== undefined) onWrite(value);
    props.onMove(move, extend);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // A key of an input method that composes is its own.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (handled(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const handled = (event: KeyboardEvent): boolean => {
    const { key, shiftKey: shift } = event;
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey) {
      if (key !== 'ArrowDown') return false;
      setAsked(true);
      if (!editing) begin(text, true);
      return true;
    }
    if (control) return withControl(key.toLowerCase(), shift);
    if (key === 'Enter') return done(() => take(shift ? 'up' : 'down'));
    if (key === 'Tab') return done(() => take(shift ? 'previous' : 'next'));
    if (key === 'Escape') {
      if (!editing && !asked) return done(props.onLeave);
      if (asked && offers.length > 0) setAsked(false);
      else end();
      return true;
    }
    if (key === 'F2') return done(() => (editing ? setInside(true) : begin(text, true)));
    const vertical = MOVES[key];
    if (vertical !== undefined) {
      if (editing && offers.length > 0 && (vertical === 'down' || vertical === 'up'))
        return done(() => setChosen((now) => Math.max(-1, Math.min(offers.length - 1, now + (vertical === 'down' ? 1 : -1)))));
      return done(() => take(vertical, shift && !editing));
    }
    const side = SIDES[key];
    if (side !== undefined) return editing && (inside || draft !== '') ? false : done(() => take(side, shift));
    if (editing) return false;
    if (key === 'Delete') return done(props.onClear);
    if (key === 'Backspace') return done(() => begin('', false));
    return false;
  };
  const withControl = (key: string, shift: boolean): boolean => {
    if (key === 'enter') {
      const value = draft;
      end();
      if (value !== undefined) onWrite(value);
      props.onCommit();
      return true;
    }
    if (key === 'home') return done(() => take('first', shift));
    if (key === 'end') return done(() => take('last', shift));
    if (key === 'd') return done(props.onFillDown);
    if (editing) return false;
    if (key === 'z') return done(shift ? props.onRedo : props.onUndo);
    if (key === 'y') return done(props.onRedo);
    if (key === '+' || key === '=') return done(props.onInsertRow);
    if (key === '-') return done(props.onRemoveRows);
    return false;
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text/plain');
    if (editing && !/[\t\n]/.test(pasted.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    end();
    props.onPaste(pasted, event.clipboardData.getData('text/html'));
  };
  const onCopy = (event: ClipboardEvent, cut: boolean): void => {
    if (editing) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', props.onCopy());
    if (cut) props.onClear();
  };
  const listed = editing && offers.length > 0;
  return (
    <>
      <input
        ref={input}
        className={editing ? 'entry-input entry-input-open' : 'entry-input'}
        role="combobox"
        aria-expanded={listed}
        aria-controls={listed ? 'entry-offers' : undefined}
        aria-autocomplete="list"
        aria-activedescendant={listed && chosen >= 0 ? `entry-offer-${chosen}` : undefined}
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        maxLength={editing ? Math.min(MAX_ENTRY_CELL, FIELD_LENGTH[field] + 200) : undefined}
        value={draft ?? ''}
        placeholder={editing ? '' : text}
        onChange={(e) => (editing ? setDraft(e.currentTarget.value) : begin(e.currentTarget.value, false))}
        onDoubleClick={() => !editing && begin(text, true)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onCopy={(e) => onCopy(e, false)}
        onCut={(e) => onCopy(e, true)}
      />
      {listed ? (
        <div className="entry-offers" id="entry-offers" role="listbox" aria-label={t('entry.offers')}>
          {offers.map((offer, i) => (
            <div
              key={offer}
              id={`entry-offer-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              className="entry-offer"
              onMouseDown={(e) => {
                e.preventDefault();
                end();
                onWrite(withOffer(field, draft, offer));
                input.current?.focus();
              }}
            >
              {offer}
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}
const done = (act: () => void): true => {
  act();
  return true;
};
