/**
 * Plain script, run in the page's isolated world after `codec.ts` and before the product's preload: gives that preload
 * `require('electron').ipcRenderer`. Ports reach it as real `MessagePort`s, so it can pass them on to the page.
 */
declare function encodeValue(value: unknown): unknown;
declare function decodeValue(value: unknown): unknown;

type World = {
  /** Binding of the debugging protocol; seen only in this world. */
  tramVanThuHost(payload: string): void;
  tramVanThuReceive(batch: string[]): void;
  tramVanThuPreload(run: (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void): void;
};
type WorldListener = (event: { readonly ports: MessagePort[] }, ...values: unknown[]) => void;

{
  const world = globalThis as unknown as World;
  const listeners = new Map<string, Set<WorldListener>>();
  const ports = new Map<string, MessagePort>();
  const say = (message: unknown): void => world.tramVanThuHost(JSON.stringify(message));

  const openPort = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      try {
        say({ k: 'port', id, data: encodeValue(data) });
      } catch {
        // Not JSON and bytes: the contract carries nothing else.
      }
    };
    port1.addEventListener('close', () => {
      ports.delete(id);
      say({ k: 'close', id });
    });
    ports.set(id, port1);
    return port2;
  };
  world.tramVanThuReceive = (batch) => {
    for (const text of batch) {
      const message = JSON.parse(text);
      if (message.k === 'port') ports.get(message.id)?.postMessage(decodeValue(message.data));
      else if (message.k === 'close') {
        ports.get(message.id)?.close();
        ports.delete(message.id);
      } else if (message.k === 'ipc') {
        const event = { ports: message.ports.map(openPort) };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, decodeValue(message.data));
      }
    }
  };
  const ipcRenderer = {
    on(channel: string, listener: WorldListener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    send: (channel: string, ...values: unknown[]) => say({ k: 'ipc', channel, data: encodeValue(values) }),
    postMessage: (channel: string, value: unknown) => say({ k: 'ipc', channel, data: encodeValue([value]) }),
  };
  world.tramVanThuPreload = (run) => {
    // As in Electron, only the main frame has a preload.
    if (window !== window.top) return;
    const module = { exports: {} };
    const require = (name: string): unknown => {
      if (name === 'electron') return { ipcRenderer };
      throw new Error(`not to be had in a sandboxed preload: ${name}`);
    };
    say({ k: 'hello' });
    run(require, module, module.exports);
  };
}

export {};
