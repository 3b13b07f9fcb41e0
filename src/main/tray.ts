/** Electron's tray and notifications in the shape that `desktop.ts` asks for. */
import { Menu, Notification, nativeImage, Tray } from 'electron';
import type { DesktopParts, TrayLike } from './desktop.ts';

/** Undefined where the system has none (some Linux desktops): the window is all there is then. */
export function systemTray(image: string): TrayLike | undefined {
  try {
    const tray = new Tray(nativeImage.createFromPath(image));
    return {
      setToolTip: (text) => tray.setToolTip(text),
      setImage: (next) => tray.setImage(nativeImage.createFromPath(next)),
      setMenu: (items) =>
        tray.setContextMenu(
          Menu.buildFromTemplate(
            items.map(({ label, type, enabled, click }) => ({
              ...(label === undefined ? {} : { label }),
              ...(type === undefined ? {} : { type }),
              ...(enabled === undefined ? {} : { enabled }),
              ...(click === undefined ? {} : { click }),
            })),
          ),
        ),
      onClick: (listener) => void tray.on('click', listener),
    };
  } catch {
    return undefined;
  }
}

/** Notifications stay until they are seen where the system can do that. */
export const systemNotice =
  (icon: string): DesktopParts['notify'] =>
  ({ title, body, urgent }, onClick) => {
    if (!Notification.isSupported()) return;
    const notice = new Notification({
      title,
      body,
      icon,
      silent: !urgent,
      timeoutType: urgent ? 'never' : 'default',
      urgency: urgent ? 'critical' : 'normal',
    });
    notice.on('click', onClick);
    // An object that nothing holds takes its listeners with it.
    held.add(notice);
    notice.on('close', () => held.delete(notice));
    notice.show();
  };
const held = new Set<Notification>();
