/** A PDF dropped anywhere on the window, where no form takes it, is checked. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { go } from '../shell/view.ts';

/** The file that waits for the page to take it. */
export const useDropped = create<{ readonly file?: File }>(() => ({}));
const isPdf = (file: File): boolean => file.type === 'application/pdf' || /\.pdf$/i.test(file.name);

export function useDropToCheck(): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      // A form that takes files has taken it.
      if (event.defaultPrevented) return;
      event.preventDefault();
      const file = [...(event.dataTransfer?.files ?? [])].find(isPdf);
      if (!file) return;
      useDropped.setState({ file });
      go({ at: 'verify' });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
