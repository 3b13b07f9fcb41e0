/** Long forms as typed, for the page on an invented core. */
import type { KeptForm, KeptPlace, keptCalls } from '../../src/contract/page/kept.ts';
import type { Handlers } from '../../src/contract/wire.ts';

export function fakeKept(): Handlers<typeof keptCalls, undefined> {
  const held = new Map<string, KeptForm>();
  const keyOf = ({ form, of = '' }: KeptPlace): string => `${form} ${of}`;
  return {
    'kept.put': ({ value, ...place }) => {
      const at = Date.now();
      held.set(keyOf(place), { value, at });
      return { at };
    },
    'kept.get': (place) => {
      const kept = held.get(keyOf(place));
      return kept ? { kept } : {};
    },
    'kept.drop': (place) => {
      held.delete(keyOf(place));
      return {};
    },
  };
}
