/**
 * The system's own places that the workstation shows itself in: tray, notifications, jump list, start with the system. Behind
 * narrow interfaces, so that a test sees what would be asked of them.
 */
import type { MachineHabits } from '../contract/page/look.ts';
import type { Destination } from '../contract/page/talk.ts';
import type { DeskState } from '../contract/shell/index.ts';
import type { LanguageFiles } from './languages.ts';
import { NAME, speak, stateWords, tasks, tooltip, word } from './words.ts';

export interface TrayItem {
  readonly label?: string;
  readonly type?: 'separator';
  readonly enabled?: boolean;
  readonly click?: () => void;
}
export interface TrayLike {
  setToolTip(text: string): void;
  setImage(image: string): void;
  setMenu(items: readonly TrayItem[]): void;
  onClick(listener: () => void): void;
}
export interface DesktopParts {
  /** Undefined where the system has no tray. */
  readonly tray: (image: string) => TrayLike | undefined;
  readonly icons: { readonly calm: string; readonly urgent: string };
  /** Shows a notification; the listener hears of a click on it. */
  readonly notify: (words: { title: string; body: string; urgent: boolean }, onClick: () => void) => void;
  readonly windowInSight: () => boolean;
  readonly openWindow: (to?: Destination) => void;
  readonly lock: () => void;
  readonly receive: () => void;
  readonly quit: () => void;
}

export class Desktop {
  readonly #parts: DesktopParts;
  readonly #tray: TrayLike | undefined;
  #state: DeskState = { open: false, signedIn: false, training: false, line: 'unknown', waiting: 0, arrived: 0, urgent: 0 };
  constructor(parts: DesktopParts) {
    this.#parts = parts;
    this.#tray = parts.tray(parts.icons.calm);
    this.#tray?.onClick(() => parts.openWindow());
    this.#show();
  }
  get hasTray(): boolean {
    return this.#tray !== undefined;
  }
  /** What the core says of itself. An urgent arrival is told whatever is in sight: it must not be overlooked. */
  told(state: DeskState): void {
    const before = this.#state;
    this.#state = state;
    this.#show();
    if (state.urgent > before.urgent)
      this.#parts.notify({ title: word('shell.urgentTitle'), body: word('shell.urgentBody', state.urgent), urgent: true }, () =>
        this.#parts.openWindow('today'),
      );
  }
  /** The core is gone; nothing is known until it is back. */
  coreEnded(): void {
    this.#state = { ...this.#state, open: false, signedIn: false };
    this.#show();
  }
  /** Long work ended. */
  ended(): void {
    if (!this.#parts.windowInSight())
      this.#parts.notify({ title: NAME, body: word('shell.ended'), urgent: false }, () => this.#parts.openWindow());
  }
  /** The window was closed and the workstation stays. */
  stays(): void {
    this.#parts.notify({ title: NAME, body: word('shell.stays'), urgent: false }, () => this.#parts.openWindow());
  }
  /** Another language was chosen. */
  spoken(): void {
    this.#show();
  }
  #show(): void {
    const state = this.#state;
    const parts = this.#parts;
    this.#tray?.setToolTip(tooltip(state));
    this.#tray?.setImage(state.urgent > 0 ? parts.icons.urgent : parts.icons.calm);
    this.#tray?.setMenu([
      ...stateWords(state).map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      { label: word('shell.open'), click: () => parts.openWindow() },
      { label: word('shell.lock'), enabled: state.signedIn, click: parts.lock },
      { label: word('shell.receive'), enabled: state.open, click: parts.receive },
      { type: 'separator' },
      { label: word('shell.quit'), click: parts.quit },
    ]);
  }
}

/** Main's own words are those of the chosen language from here on, in the tray too. */
export async function speakAs(languages: Pick<LanguageFiles, 'catalogue'>, desktop?: Desktop): Promise<void> {
  speak(await languages.catalogue());
  desktop?.spoken();
}

/** The jump list's entries, for `app.setJumpList`. `args` come before the switch (in development: the entry's path). */
export const jumpList = (program: string, args: readonly string[], icon: string) => [
  {
    type: 'tasks' as const,
    items: tasks().map(({ to, title, description }) => ({
      type: 'task' as const,
      title,
      description,
      program,
      args: [...args, `--go=${to}`].join(' '),
      iconPath: icon,
      iconIndex: 0,
    })),
  },
];

export interface LoginItems {
  getLoginItemSettings(): { readonly openAtLogin: boolean };
  setLoginItemSettings(settings: { openAtLogin: boolean; args?: string[] }): void;
}
/** Begins hidden in the tray, where it is kept there. */
export const HIDDEN = '--hidden';

export function habitsOf(parts: {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly login: LoginItems;
  readonly hasTray: boolean;
  readonly settings: { get(): { keepInTray?: boolean | undefined }; set(change: { keepInTray: boolean }): void };
}): (set?: Pick<MachineHabits, 'openAtLogin' | 'keepInTray'>) => MachineHabits {
  // Elsewhere, and unpackaged, the system would start something that is not the product.
  const able = { openAtLogin: parts.packaged && parts.platform !== 'linux', keepInTray: parts.hasTray };
  return (set) => {
    if (set !== undefined) {
      if (able.openAtLogin) parts.login.setLoginItemSettings({ openAtLogin: set.openAtLogin, args: set.keepInTray ? [HIDDEN] : [] });
      if (able.keepInTray) parts.settings.set({ keepInTray: set.keepInTray });
    }
    return {
      able,
      openAtLogin: able.openAtLogin && parts.login.getLoginItemSettings().openAtLogin,
      keepInTray: able.keepInTray && parts.settings.get().keepInTray === true,
    };
  };
}
