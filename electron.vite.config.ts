/** Builds `out/main` (main and the utility processes), `out/preload` (one CommonJS file) and `out/renderer`. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const source = (path: string): string => join(root, 'src', path);

/** The viewer's character maps, standard fonts, colour profiles and decoders, served beside the page as `pdfjs/…`. */
function pdfjsData(): Plugin {
  return {
    name: 'pdfjs-data',
    apply: 'build',
    closeBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'iccs', 'wasm']) {
        cpSync(join(root, 'node_modules', 'pdfjs-dist', folder), join(root, 'out', 'renderer', 'pdfjs', folder), { recursive: true });
      }
    },
  };
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // Dependencies stay packages: native ones cannot be bundled, and the others need not be.
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          core: source('core/index.ts'),
          // A thread of the core.
          'snapshot-worker': source('core/store/backup/snapshot-worker.ts'),
          'check-worker': source('core/store/checking/worker.ts'),
          'migrate-worker': source('core/store/migrate-worker.ts'),
          'rekey-worker': source('core/accounts/rekey/rekey-worker.ts'),
          parser: source('parser/index.ts'),
          reader: source('reader/index.ts'),
          imaging: source('parser/imaging/index.ts'),
          token: source('token/index.ts'),
          training: source('training/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), pdfjsData()],
    build: {
      outDir: join(root, 'out', 'renderer'),
      minify: true,
      // No data: addresses for scripts and fonts: the page loads from its own origin only.
      assetsInlineLimit: 0,
      rollupOptions: { input: source('renderer/index.html') },
    },
  },
});
