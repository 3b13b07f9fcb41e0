/** The PDF whose signatures are to be checked, dropped on the window or opened from outside. */
import { create } from 'zustand';

/** The file that waits for the page to take it. */
export const useDropped = create<{ readonly file?: File }>(() => ({}));
