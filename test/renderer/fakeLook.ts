/** Look and habits of an invented person and machine; `?look=dark` begins with it. */
import type { languageCalls } from '../../src/contract/page/languages.ts';
import type { lookCalls } from '../../src/contract/page/look.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { DEFAULT_LOOK, type Look, THEMES } from '../../src/domain/look.ts';

export function fakeLook(): Handlers<typeof lookCalls & typeof languageCalls, undefined> {
  const asked = new URLSearchParams(location.search).get('look');
  const theme = THEMES.find((one) => one === asked) ?? DEFAULT_LOOK.theme;
  let look: Look = { ...DEFAULT_LOOK, theme, urgentSound: false, doneSound: false };
  let habits = { openAtLogin: false, keepInTray: false };
  const able = { openAtLogin: true, keepInTray: true };
  return {
    'look.get': () => look,
    'look.set': (next) => {
      look = next;
      return look;
    },
    'languages.list': () => ({ folder: 'C:\\Users\\vanthu\\AppData\\Roaming\\tram-van-thu\\languages', languages: ['en'], own: [] }),
    'languages.put': () => ({}),
    'languages.remove': () => ({}),
    'languages.choose': () => ({}),
    'languages.saveTemplate': () => ({ saved: true }),
    'machine.habits': () => ({ able, ...habits }),
    'machine.setHabits': (next) => {
      habits = next;
      return { able, ...habits };
    },
  };
}
