/** The place on a page that is pointed at: the list of proposals says it, the page shows it. */
import { create } from 'zustand';
import type { PlaceOnPage } from '../../contract/page/reading.ts';

interface Pointed {
  readonly at?: { readonly pageId: string; readonly place: PlaceOnPage } | undefined;
}
export const usePointed = create<Pointed>(() => ({}));
export const pointAt = (pageId: string | undefined, place: PlaceOnPage | undefined): void =>
  usePointed.setState({ at: pageId === undefined || place === undefined ? undefined : { pageId, place } });
