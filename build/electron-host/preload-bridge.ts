/** The host's side of the page's isolated world: ipc between main and preload, and the ports that cross to the page. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { CDPSession } from 'playwright-core';
import { decodeValue, encodeValue } from './codec.ts';
import type { HostPort } from './port.ts';

const WORLD = 'tram-van-thu-preload';
const BINDING = 'tramVanThuHost';

const script = (name: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8')).replace(/^export (\{\};)?/gm, '');
const source = (preload: string): string =>
  `${script('./codec.ts')}\n${script('./preload-world.ts')}\nglobalThis.tramVanThuPreload((require, module, exports) => {\n${preload}\n});`;

type FromWorld =
  | { readonly k: 'hello' }
  | { readonly k: 'ipc'; readonly channel: string; readonly data: unknown }
  | { readonly k: 'port'; readonly id: string; readonly data: unknown }
  | { readonly k: 'close'; readonly id: string };

export interface PreloadBridge {
  /** Ipc to the preload, with ports that go on to the page. */
  post(channel: string, data: unknown, ports: readonly HostPort[]): void;
}

/** `onIpc` gets what the preload of the page now shown sent; a page that is left loses its ports. */
export async function bridgePreload(
  cdp: CDPSession,
  preloadPath: string,
  onIpc: (channel: string, values: unknown[]) => void,
): Promise<PreloadBridge> {
  let context: number | undefined;
  const ports = new Map<string, HostPort>();
  let outbox: string[] = [];

  const flush = (): void => {
    const batch = outbox.splice(0);
    if (context === undefined || batch.length === 0) return;
    // A page that went away meanwhile has no use for its messages; its ports are closed by the event.
    cdp
      .send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (...batch) { globalThis.tramVanThuReceive(batch); }',
        executionContextId: context,
        arguments: batch.map((value) => ({ value })),
      })
      .catch(() => {});
  };
  const say = (message: unknown): void => {
    if (outbox.push(JSON.stringify(message)) === 1) setImmediate(flush);
  };
  const leavePage = (): void => {
    context = undefined;
    outbox = [];
    const left = [...ports.values()];
    ports.clear();
    for (const port of left) port.close();
  };
  const handle = (from: number, message: FromWorld): void => {
    if (message.k === 'hello') {
      leavePage();
      context = from;
    } else if (from !== context) return;
    else if (message.k === 'ipc') onIpc(message.channel, decodeValue(message.data) as unknown[]);
    else if (message.k === 'port') ports.get(message.id)?.postMessage(decodeValue(message.data));
    else {
      ports.get(message.id)?.close();
      ports.delete(message.id);
    }
  };

  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== BINDING) return;
    try {
      handle(executionContextId, JSON.parse(payload) as FromWorld);
    } catch (error) {
      console.error('electron-host: a message of the page was dropped:', error);
    }
  });
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (executionContextId === context) leavePage();
  });
  cdp.on('Runtime.executionContextsCleared', leavePage);
  cdp.on('Inspector.targetCrashed', leavePage);
  await cdp.send('Runtime.enable');
  await cdp.send('Page.enable');
  await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: source(readFileSync(preloadPath, 'utf8')), worldName: WORLD });

  return {
    post(channel, data, given) {
      for (const port of given) {
        ports.set(port.id, port);
        port.on('message', (event: { data: unknown }) => say({ k: 'port', id: port.id, data: encodeValue(event.data) }));
        port.on('close', () => {
          if (ports.delete(port.id)) say({ k: 'close', id: port.id });
        });
      }
      say({ k: 'ipc', channel, data: encodeValue(data), ports: given.map((port) => port.id) });
      for (const port of given) port.start();
    },
  };
}
