/** What a person may choose of the screen's look and sounds. Nothing here touches a document. */
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** Text and everything with it, in percent. */
export const TEXT_SIZES = [100, 110, 125, 150, 175, 200] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

export interface Look {
  readonly theme: Theme;
  readonly size: TextSize;
  /** Nothing moves, whatever the system says. */
  readonly still: boolean;
  /** A sound when an urgent document arrives. */
  readonly urgentSound: boolean;
  /** A sound when work that took long has ended. */
  readonly doneSound: boolean;
}
export const DEFAULT_LOOK: Look = { theme: 'system', size: 100, still: false, urgentSound: true, doneSound: true };

/** The next size up or down; the same one at the end of the row. */
export function nextSize(size: TextSize, step: 1 | -1): TextSize {
  return TEXT_SIZES[TEXT_SIZES.indexOf(size) + step] ?? size;
}
