/** What of the lists is undone and unread, for the whole page: asked once while someone works, and again when a list changes. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { ListCounts } from '../../contract/page/lists.ts';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';

type Counts = Readonly<Record<'incoming' | 'outgoing', ListCounts>>;
const useKnown = create<{ readonly counts?: Counts }>(() => ({}));
export const useListCounts = (): Counts | undefined => useKnown((s) => s.counts);

const TOPICS = ['incoming', 'outgoing', 'incoming.opened', 'outgoing.opened'] as const;
const load = () => api['lists.counts']({});
/** Asks for them; once, in the window's frame. */
export function useReadCounts(): void {
  const { value } = useLoaded(load, TOPICS);
  useEffect(() => {
    if (value !== undefined) useKnown.setState({ counts: value });
  }, [value]);
}
