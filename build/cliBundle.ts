/**
 * `out/cli`: the commands `sign-pdf` and `verify-pdf` with the two processes they start, each one file (and what it
 * loads when needed), so that a fresh start reads one file instead of a hundred modules. Made by `npm run build`, or when asked
 * for (a benchmark); the commands run from source where it is absent or older than the source.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { CLI_DIR, CLI_STAMP } from './cli.ts';

const root = join(import.meta.dirname, '..');
const ENTRIES = {
  signPdf: 'src/cli/startSign.ts',
  verifyPdf: 'src/cli/verifyPdf.ts',
  parserJobs: 'src/parser/jobs.ts',
  tokenIpc: 'src/token/ipc.ts',
};

/**
 * The command line's processes take messages from nobody but the command that started them: their schemas only tell kinds
 * of messages apart here, and the library that checks what comes from a page stays out.
 */
const trustingSchemas: Plugin = {
  name: 'trusting-schemas',
  enforce: 'pre',
  resolveId: (id) => (id === 'zod' ? '\0schemas' : undefined),
  load: (id) =>
    id === '\0schemas'
      ? `const one = (accepts) => {
          const self = new Proxy({ accepts, safeParse: (data) => (accepts(data) ? { success: true, data } : { success: false }) },
            { get: (target, key) => target[key] ?? (() => self) });
          return self;
        };
        const any = () => one(() => true);
        const strictObject = (shape) => one((data) => typeof data === 'object' && data !== null
          && Object.keys(shape).every((key) => shape[key].accepts(data[key])));
        export const z = new Proxy({ strictObject, literal: (value) => one((data) => data === value) }, { get: (target, key) => target[key] ?? any });`
      : undefined,
};

export async function buildCli(): Promise<void> {
  rmSync(CLI_DIR, { recursive: true, force: true });
  for (const [name, path] of Object.entries(ENTRIES)) {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        ssr: true,
        outDir: CLI_DIR,
        emptyOutDir: false,
        target: 'node24',
        minify: true,
        rollupOptions: {
          input: { [name]: join(root, path) },
          // One folder: a process is found beside whoever starts it. CommonJS: Node then starts without its loader of modules.
          output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      },
      plugins: [trustingSchemas],
      ssr: { noExternal: true, external: ['pkcs11js', 'sharp', 'better-sqlite3', 'pdfkit'] },
    });
  }
  writeFileSync(join(CLI_DIR, 'package.json'), '{"type":"commonjs"}\n');
  writeFileSync(CLI_STAMP, '');
}

if (import.meta.filename === process.argv[1]) await buildCli();
