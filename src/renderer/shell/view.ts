/** Which screen is in sight. Lists keep their own place; leaving unsaved work asks first. */
import { create } from 'zustand';
import { leaveThen } from '../parts/dirty.tsx';

export type View =
  | { readonly at: 'incoming'; readonly id?: string }
  | { readonly at: 'paper' }
  | { readonly at: 'outgoing'; readonly id?: string }
  | { readonly at: 'draft'; readonly id?: string; readonly replyToId?: string }
  | { readonly at: 'queue' }
  | { readonly at: 'quarantine' }
  | { readonly at: 'registers' };

export const useView = create<{ readonly view: View; readonly note?: string | undefined }>(() => ({ view: { at: 'incoming' } }));
/** Goes to another screen; `note` is what was just done, shown there until it is read. */
export const go = (view: View, note?: string): void => leaveThen(() => useView.setState({ view, note }));
/** The same without asking: the form that leaves has just been saved. */
export const goSaved = (view: View, note?: string): void => useView.setState({ view, note });
export const say = (note: string | undefined): void => useView.setState({ note });
