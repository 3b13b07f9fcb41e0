/** The page on an invented core in the same window: for looking at screens, never part of the product. */

import type { PageCalls, PageEvent } from '../../src/contract/page/index.ts';
import { pageCalls } from '../../src/contract/page/index.ts';
import { PAGE_EVENT, PAGE_PORT, PIN_PORT } from '../../src/contract/page/ports.ts';
import { mayCall } from '../../src/contract/page/roles.ts';
import { fromMessagePort } from '../../src/contract/ports.ts';
import { serve } from '../../src/contract/wire.ts';
import type { AppError } from '../../src/domain/errors.ts';
import type { Role } from '../../src/domain/roles.ts';
import { FakeCore } from './fakeCore.ts';

const params = new URLSearchParams(location.search);
/** `?roles=leader,officer`: what those may not do is refused as by the core, and written down for what looks on. */
let roles = params.get('roles')?.split(',') as readonly Role[] | undefined;
const refusedCalls: string[] = [];
/** What the page asked, in its order. */
const askedCalls: string[] = [];
const pushes = new Set<(event: string, value: unknown) => void>();
const core = new FakeCore({
  fresh: params.has('fresh'),
  waiting: params.has('waiting'),
  newYear: params.has('newYear'),
  organs: Number(params.get('organs') ?? 1),
  rows: Number(params.get('rows') ?? 1000),
  ...(roles ? { roles } : {}),
  emit: (event: PageEvent) => {
    for (const push of pushes) push(PAGE_EVENT, event);
  },
});
/** What the page complained of: drawing that failed, promises nobody waited for, calls that the invented core could not answer. */
const troubles: string[] = [];
const complain = console.error.bind(console);
console.error = (...said: unknown[]): void => {
  troubles.push(said.map((one) => (one instanceof Error ? `${one.message} ${one.stack?.split('\n')[1] ?? ''}` : String(one))).join(' '));
  complain(...said);
};
window.addEventListener('error', ({ message }) => troubles.push(message));
window.addEventListener('unhandledrejection', ({ reason }) => troubles.push(`nobody waited: ${String(reason)}`));
Object.assign(window, { fakeCore: core, refusedCalls, askedCalls, troubles });

function guard(call: keyof PageCalls): AppError | undefined {
  askedCalls.push(call);
  if (!roles || mayCall(call, roles)) return undefined;
  refusedCalls.push(call);
  return { code: 'session.not_allowed' };
}

window.addEventListener('message', ({ data, ports }) => {
  if (ports.length > 0) return;
  if (data?.type === PAGE_PORT && data.closed === undefined) {
    const { port1, port2 } = new MessageChannel();
    pushes.add(
      serve(fromMessagePort(port1), {
        calls: pageCalls,
        handlers: core.handlers(),
        context: undefined,
        guard,
        onUnexpected: (call, error) => console.error('fake core', call, error),
      }),
    );
    window.postMessage({ type: PAGE_PORT }, '*', [port2]);
  } else if (data?.type === PIN_PORT && data.kind !== undefined) {
    const { port1, port2 } = new MessageChannel();
    const port = fromMessagePort(port1);
    port.onMessage((message) => {
      const pin = new TextDecoder().decode((message as { pin: Uint8Array }).pin);
      port.post(pin === core.pin ? { ok: true } : { ok: false, error: { code: 'token.pin_incorrect' } });
    });
    window.postMessage({ type: PIN_PORT, actId: data.actId }, '*', [port2]);
  }
});
await import('../../src/renderer/main.tsx');
// What walks through all screens goes by their names.
const [{ useView }, { SECTIONS }, { SCREEN_NAMES }, { applyLook, useLook }, { useCore }] = await Promise.all([
  import('../../src/renderer/shell/view.ts'),
  import('../../src/renderer/settings/sections.ts'),
  import('../../src/renderer/help/pages.ts'),
  import('../../src/renderer/theme/look.ts'),
  import('../../src/renderer/core.ts'),
]);
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
Object.assign(window, {
  walk: {
    /** The desk is taken down, and drawn anew for somebody with these roles: what signing in asks for is asked for again. */
    async signIn(next: readonly Role[]): Promise<void> {
      useView.setState({ view: { at: 'today' } });
      useCore.setState({ link: 'open' }, true);
      await drawn();
      roles = next;
      core.signIn(next);
      for (const push of pushes) push(PAGE_EVENT, { topic: 'session' });
    },
    screens: SCREEN_NAMES,
    sections: SECTIONS.map(({ key }) => key),
    go: (view: never) => useView.setState({ view }),
    at: () => JSON.stringify(useView.getState().view),
    look: (theme: never) => applyLook({ ...useLook.getState().look, theme }),
  },
});
