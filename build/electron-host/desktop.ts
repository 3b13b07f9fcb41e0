/**
 * The system's own places as far as main asks for them: what would be shown there is printed (`TRAM_HOST_SAYS=1`) for a test to
 * read. Nothing is drawn, and nothing is clicked but by `TRAM_HOST_SAYS`'s reader over SIGUSR2's file. So tray, notifications,
 * jump list, start with the system and several screens are never verified here.
 */
import { EventEmitter } from 'node:events';
import type { Display, MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron';
import { VIEWPORT } from './chromium.ts';

export const says = (what: string, value: unknown): void => {
  if (process.env.TRAM_HOST_SAYS === '1') console.log(`máy: ${what} ${JSON.stringify(value)}`);
};

export const nativeImage = { createFromPath: (path: string) => ({ path, isEmpty: () => false }) };
export class Tray extends EventEmitter {
  constructor(image: { readonly path: string }) {
    super();
    says('tray', image.path);
  }
  setToolTip(text: string): void {
    says('tray.toolTip', text);
  }
  setImage(_image: unknown): void {}
  setContextMenu(menu: { readonly items: readonly MenuItemConstructorOptions[] }): void {
    says(
      'tray.menu',
      menu.items.map(({ label, enabled }) => (enabled === false ? `(${label})` : (label ?? '-'))),
    );
  }
}
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly #options: NotificationConstructorOptions;
  constructor(options: NotificationConstructorOptions) {
    super();
    this.#options = options;
  }
  show(): void {
    says('notification', { title: this.#options.title, body: this.#options.body });
  }
}
const display = {
  id: 1,
  workArea: { x: 0, y: 0, ...VIEWPORT },
  bounds: { x: 0, y: 0, ...VIEWPORT },
  scaleFactor: 1,
} as unknown as Display;
export const screen = Object.assign(new EventEmitter(), { getPrimaryDisplay: () => display, getAllDisplays: () => [display] });
