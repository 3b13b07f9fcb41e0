/** Which screen is in sight. Lists keep their own place; leaving unsaved work asks first. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { composes } from '../keys/chord.ts';
import { leaveThen } from '../parts/dirty.tsx';
import type { Uploaded } from '../parts/upload.ts';

/** The parts of Sổ và báo cáo beside the files. */
export type RegisterPart = 'books' | 'closing' | 'stats' | 'period' | 'savings';
/** A file that was dropped or opened, and is in the store. */
export type Brought = Uploaded;
export type View =
  | { readonly at: 'today' }
  | { readonly at: 'search' }
  | { readonly at: 'incoming'; readonly id?: string; readonly from?: 'search' }
  | {
      readonly at: 'paper';
      /** The logged envelope that was opened. */
      readonly envelope?: { readonly id: string; readonly number: number; readonly sender: string };
    }
  | {
      readonly at: 'papers';
      readonly tab?: 'held' | 'envelopes' | 'out' | 'copies' | 'petitions';
      /** One petition. */
      readonly id?: string;
    }
  | { readonly at: 'outgoing'; readonly id?: string; readonly from?: 'search' }
  | {
      readonly at: 'draft';
      readonly id?: string;
      readonly replyToId?: string;
      /** It asks for the same document with its digital signatures. */
      readonly asksSigned?: true;
      /** A file that is in the store already, to begin with. */
      readonly upload?: Brought;
    }
  /** Fast entry of many documents. */
  | { readonly at: 'entry'; readonly direction: 'incoming' | 'outgoing' }
  | { readonly at: 'signing' }
  | { readonly at: 'queue' }
  | { readonly at: 'quarantine' }
  | { readonly at: 'registers'; readonly part?: RegisterPart }
  /** The year's list of files, or one file. */
  | { readonly at: 'dossiers'; readonly id?: string }
  | { readonly at: 'directory' }
  | { readonly at: 'maintenance' }
  | { readonly at: 'verify' }
  | { readonly at: 'reconcile' }
  | { readonly at: 'restore' }
  | { readonly at: 'handover' }
  | { readonly at: 'destruction' }
  | { readonly at: 'meetings' }
  | { readonly at: 'transfers' }
  | { readonly at: 'slow' }
  | { readonly at: 'outside' }
  | {
      readonly at: 'settings';
      readonly section?: string;
      /** Of the audit log: the one document whose rows are asked for. */
      readonly object?: { readonly id: string; readonly label: string };
    };

/** Takes back what a note tells of; resolves with what is said then. */
export type Undo = () => Promise<string>;
interface Shown {
  readonly view: View;
  readonly note?: string | undefined;
  /** Offered beside the note for some seconds. */
  readonly undo?: Undo | undefined;
  /** Counts the notes: one may say the same as the one before. */
  readonly turn: number;
}
export const useView = create<Shown>(() => ({ view: { at: 'today' }, turn: 0 }));
/** Goes to another screen; `note` is what was just done, shown there until it is read. */
export const go = (view: View, note?: string): void => leaveThen(() => goSaved(view, note));
/** The same without asking: the form that leaves has just been saved. */
export const goSaved = (view: View, note?: string): void =>
  useView.setState(({ turn }) => ({ view, note, undo: undefined, turn: turn + 1 }));
/** Where a document was opened from: the search, else its list. */
export const cameFromSearch = (): boolean => {
  const { view } = useView.getState();
  return 'from' in view && view.from === 'search';
};
export function goBack(): void {
  const { view } = useView.getState();
  if (cameFromSearch()) go({ at: 'search' });
  else go({ at: view.at === 'outgoing' || view.at === 'draft' ? 'outgoing' : 'incoming' });
}
/** Esc goes from a document or a form to its list, where nothing else (a dialogue, an open choice) takes the key. */
export function useEscapeBack(): void {
  useEffect(() => {
    const isOpen = (): boolean => document.querySelector('[role="dialog"], [role="listbox"], [role="menu"]') !== null;
    // A dialogue may be gone already when the key comes here: what counts is what was open when it was pressed.
    let wasOpen = false;
    const note = (): void => {
      wasOpen = isOpen();
    };
    const back = (event: KeyboardEvent): void => {
      const { view } = useView.getState();
      if (event.key !== 'Escape' || event.defaultPrevented || composes(event)) return;
      if (wasOpen || isOpen()) return;
      if (view.at === 'paper' || view.at === 'draft' || ((view.at === 'incoming' || view.at === 'outgoing') && view.id !== undefined))
        goBack();
      else if (view.at === 'dossiers' && view.id !== undefined) go({ at: 'dossiers' });
    };
    window.addEventListener('keydown', note, true);
    window.addEventListener('keydown', back);
    return () => {
      window.removeEventListener('keydown', note, true);
      window.removeEventListener('keydown', back);
    };
  }, []);
}
/** As long as a report that may still be taken back waits in the core, less a little. */
export const UNDO_MS = 10_000;
let undoEnds: ReturnType<typeof setTimeout> | undefined;
/** What was just done; with `undo` a button beside it for some seconds. */
export function say(note: string | undefined, undo?: Undo): void {
  clearTimeout(undoEnds);
  useView.setState(({ turn }) => ({ note, undo, turn: turn + 1 }));
  if (undo) undoEnds = setTimeout(() => useView.setState({ undo: undefined }), UNDO_MS);
}
