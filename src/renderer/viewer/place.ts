/** A place on a page that something beside the viewer speaks of: the viewer in sight goes there and marks it. */
import { create } from 'zustand';

export interface PagePlace {
  /** 1-based. */
  readonly page: number;
  /** Points from the bottom left of the page as shown. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const useShownPlace = create<{ readonly place?: PagePlace | undefined }>(() => ({}));
/** The same place once more is shown once more. */
export const showPlace = (place: PagePlace | undefined): void => useShownPlace.setState({ place: place && { ...place } });
