/**
 * A window with unsaved work is being closed: the person is asked, and where they agree to lose it, the page is told first, so
 * that what was kept of it as it was typed goes too. A page that does not answer keeps nobody waiting.
 */
import type { BrowserWindow } from 'electron';

const PATIENCE_MS = 3_000;

export interface LeavingParts {
  readonly window: Pick<BrowserWindow, 'on' | 'close' | 'destroy' | 'isDestroyed'> & {
    readonly webContents: { on(event: 'will-prevent-unload', hear: (event: { preventDefault(): void }) => void): unknown };
  };
  /** Asks the person; true = they agree to lose what is unsaved. */
  readonly agree: () => boolean;
  readonly tellPage: () => void;
  /** They stay. */
  readonly onStay: () => void;
  readonly patienceMs?: number;
}
/** @returns to be called once the page says that it has left */
export function guardUnsaved({ window, agree, tellPage, onStay, patienceMs = PATIENCE_MS }: LeavingParts): () => void {
  let closing = false;
  let waiting: NodeJS.Timeout | undefined;
  // Said before the page is asked; a page that is only drawn anew says nothing.
  window.on('close', (event) => {
    closing = !event.defaultPrevented;
  });
  window.webContents.on('will-prevent-unload', (event) => {
    if (waiting !== undefined) return;
    if (!agree()) {
      closing = false;
      onStay();
      return;
    }
    if (!closing) {
      // Drawn anew: preventing the preventing means leaving.
      event.preventDefault();
      return;
    }
    tellPage();
    waiting = setTimeout(() => {
      if (!window.isDestroyed()) window.destroy();
    }, patienceMs);
  });
  return () => {
    // A page that was not asked closes nothing.
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    if (!window.isDestroyed()) window.close();
  };
}
