/** The code lists' words for the whole page: read once while someone works, and again when a list is replaced. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { CodeWords } from '../../contract/page/codelists.ts';
import { api } from '../core.ts';
import { useLoaded } from './useLoaded.ts';

const useInUse = create<{ readonly words?: CodeWords }>(() => ({}));
/** Before they are read, and where that fails, the catalogue's own words stand. */
export const useWords = (): CodeWords | undefined => useInUse((s) => s.words);

const TOPICS = ['codelists'] as const;
const load = () => api['codelists.words']({});
/** Reads the words; once, in the window's frame. */
export function useReadWords(): void {
  const { value } = useLoaded(load, TOPICS);
  useEffect(() => {
    if (value !== undefined) useInUse.setState({ words: value });
  }, [value]);
}
