/** Long forms as typed, for the page on an invented core. */
import type { KeptForm, keptCalls } from '../../src/contract/page/kept.ts';
import type { Handlers } from '../../src/contract/wire.ts';

export function fakeKept(): Handlers<typeof keptCalls, undefined> {
  const held = new Map<string, KeptForm>();
  return {
    'kept.put': ({ form, value }) => {
      const at = Date.now();
      held.set(form, { value, at });
      return { at };
    },
    'kept.get': ({ form }) => {
      const kept = held.get(form);
      return kept ? { kept } : {};
    },
    'kept.drop': ({ form }) => {
      held.delete(form);
      return {};
    },
  };
}
