/** The shell built with stub processes and a bare page, in a temporary folder. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..', '..');

function bundle(input: Record<string, string>, outDir: string, format: 'es' | 'cjs'): InlineConfig {
  return {
    configFile: false,
    logLevel: 'silent',
    root,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rollupOptions: { input, external: ['electron'], output: { format, entryFileNames: format === 'es' ? '[name].js' : '[name].cjs' } },
    },
  };
}

/** Builds the real main and preload with stubs for the other processes; `script` is all the page does. */
export async function buildFixture(script: string): Promise<{ readonly dir: string; readonly entry: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'tram-van-thu-shell-'));
  const stub = join(root, 'test', 'shell', 'processes', 'stub.ts');
  const main = { index: join(root, 'src', 'main', 'index.ts'), core: stub, parser: stub, token: stub, training: stub };
  await build(bundle(main, join(dir, 'main'), 'es'));
  await build(bundle({ index: join(root, 'src', 'preload', 'index.ts') }, join(dir, 'preload'), 'cjs'));
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  mkdirSync(join(dir, 'renderer'));
  writeFileSync(
    join(dir, 'renderer', 'index.html'),
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trạm Văn thư</title><script type="module" src="./page.js"></script></head><body>Trang thử</body></html>',
  );
  writeFileSync(join(dir, 'renderer', 'page.js'), script);
  writeFileSync(
    join(dir, 'renderer', 'worker.mjs'),
    "postMessage({ href: location.pathname, evil: (() => { try { return eval('1'); } catch { return 'blocked'; } })() });",
  );
  return { dir, entry: join(dir, 'main', 'index.js') };
}

/** A page that opens its port and offers `ask(name, input)` and `tell` on its window, for specs. */
export const PAGE_SCRIPT = `
let next = 1;
const open = new Map();
globalThis.closes = 0;
globalThis.ports = 0;
let port;
let waiting;
const ready = () => (waiting ??= new Promise((resolve) => (globalThis.opened = resolve)));
globalThis.askForPort = () => window.postMessage({ type: 'tram-van-thu:port' }, '*');
window.addEventListener('message', (event) => {
  if (event.data?.type !== 'tram-van-thu:port') return;
  if (event.data.closed) { globalThis.closes++; waiting = undefined; }
  if (!event.ports[0]) return;
  port = event.ports[0];
  globalThis.ports++;
  port.onmessage = ({ data }) => { open.get(data.id)?.(data.result); open.delete(data.id); };
  void ready(); globalThis.opened();
});
globalThis.ask = async (call, input) => {
  await ready();
  const id = next++;
  return new Promise((resolve) => { open.set(id, resolve); port.postMessage({ id, call, input }); });
};
globalThis.post = async (message) => { await ready(); port.postMessage(message); };
globalThis.askPin = (actId, kind) => new Promise((resolve) => {
  const listen = (event) => {
    if (event.data?.type !== 'tram-van-thu:pin-port' || event.data.actId !== actId || 'kind' in event.data) return;
    window.removeEventListener('message', listen);
    const pin = event.ports[0];
    if (!pin) return resolve('none');
    pin.onmessage = ({ data }) => resolve(data);
    pin.postMessage({ pin: new Uint8Array([1, 2, 3]) });
  };
  window.addEventListener('message', listen);
  window.postMessage({ type: 'tram-van-thu:pin-port', actId, kind }, '*');
});
ready();
askForPort();
`;
