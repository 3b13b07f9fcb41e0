import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PIN_PORT } from '../../contract/page/ports.ts';
import { Failure } from '../../domain/errors.ts';
import { sendPin } from '../ports.ts';
import { uploadFile } from './upload.ts';
import { useWork } from './work.ts';

const calls = vi.hoisted(() => [] as string[]);
vi.mock('../core.ts', () => ({
  api: new Proxy(
    {},
    {
      get: (_target, name: string) => async () => {
        calls.push(name);
        return { uploadId: 'u1', size: 1 };
      },
    },
  ),
  errorOf: (error: unknown) => (error instanceof Failure ? error.error : { code: 'unexpected' }),
}));
class Window extends EventTarget {
  postMessage(data: unknown, _to: string, ports: MessagePort[] = []): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: this }));
  }
}
let page: Window;
beforeEach(() => {
  calls.length = 0;
  page = new Window();
  vi.stubGlobal('window', page);
  useWork.setState({ all: [] });
});
afterEach(() => vi.unstubAllGlobals());

const MANY = 3 * 1024 * 1024;
/** A file of the disk, by what reading a piece of it comes to. */
const onDisk = (read: (piece: Blob) => Promise<ArrayBuffer>): File => {
  const file = new File([new Uint8Array(MANY)], 'bao-cao.pdf');
  file.slice = (...range) => {
    const piece = Blob.prototype.slice.apply(file, range);
    return Object.assign(piece, { arrayBuffer: () => read(new Blob([piece])) });
  };
  return file;
};

test('a file that changed on its disk while it was read is given up, and holds no place of those on their way', async () => {
  const changed = onDisk(() => Promise.reject(new DOMException('', 'NotReadableError')));
  await expect(uploadFile(changed, () => undefined)).rejects.toThrow('page.file_changed_while_reading');
  expect(calls).toEqual(['upload.begin', 'upload.drop']);
});
test('one that a person stops is told as stopped, and dropped', async () => {
  const slow = onDisk(async (piece) => {
    if (calls.includes('upload.chunk')) for (const work of useWork.getState().all) work.cancel?.();
    return piece.arrayBuffer();
  });
  await expect(uploadFile(slow, () => undefined)).rejects.toThrow('page.upload_stopped');
  expect(calls).toEqual(['upload.begin', 'upload.chunk', 'upload.drop']);
});

test('a PIN whose process ends before it answers is told as that, and nothing of it is left', async () => {
  page.addEventListener('message', (event) => {
    const { data } = event as MessageEvent;
    if (data.kind === undefined) return;
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => port1.close());
    port1.start();
    page.postMessage({ type: PIN_PORT, actId: data.actId }, '*', [port2]);
  });
  const pin = new TextEncoder().encode('12345678');
  expect(await sendPin('a1', 'pkcs11', pin)).toEqual({ ok: false, error: { code: 'page.pin_process_ended' } });
  expect(pin.every((byte) => byte === 0)).toBe(true);
});
