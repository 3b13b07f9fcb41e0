/** Runs a built main entry with this folder's stand-in in the place of Electron: `node run.ts <main.js> [--switch=value …]`. */
import './clock.ts';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.ts';

const stand = new URL('./index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main' ? { url: stand, shortCircuit: true } : next(specifier, context),
});

const entry = process.argv[2];
if (entry === undefined) throw new Error('which main entry?');
console.log('Máy này không có phần chạy của Electron; trạm được mở bằng electron-host (Chromium), chỉ dùng khi phát triển.');
if (findChromium() === undefined) {
  console.error(
    'Không tìm thấy Chromium để mở cửa sổ. Hãy chạy "npm run setup", hoặc cài Chromium rồi đặt biến CHROMIUM là đường dẫn tới nó.',
  );
  process.exit(1);
}
process.env.TRAM_HOST = 'electron-host';
await import(pathToFileURL(resolve(entry)).href);
