/**
 * The imaging process: pictures from outside are decoded here, apart from the parser, because their decoder is native code
 * and their pages many. Like the parser it holds no store, no master key and no network code, sees just the files of its
 * jobs, and is ended when a job passes its time or memory. It runs only while there are scans to look at.
 */
import { imagingCalls } from '../../contract/parser/imaging.ts';
import { fromMessagePort, type MessagePortLike } from '../../contract/ports.ts';
import { serve } from '../../contract/wire.ts';
import { vaultErrors as asFailures } from '../handlers.ts';
import { addToArchive, beginArchive, dropArchive, endArchive } from './archive.ts';
import { closeScan, confineDecoders, holding } from './sources.ts';
import { blackPage, inspectScan, lookAt, readablePage, showPage } from './work.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): unknown;
}
const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;

const vaultErrors = <T>(job: () => Promise<T>): Promise<T> => holding(() => asFailures(job));

/** Nobody asked for so long: the process ends, and comes back when it is needed. */
const IDLE_MS = 120_000;
let idle: NodeJS.Timeout | undefined;
const stay = (): void => {
  clearTimeout(idle);
  idle = setTimeout(() => process.exit(0), IDLE_MS);
};

confineDecoders();
parent?.on('message', ({ data, ports }) => {
  const [port] = ports;
  if ((data as { type?: unknown } | null)?.type !== 'serve' || !port) return;
  stay();
  serve(fromMessagePort(port), {
    calls: imagingCalls,
    handlers: {
      ping: () => ({ rssBytes: process.memoryUsage.rss() }),
      inspectScan: ({ source }) =>
        vaultErrors(async () => {
          // Judged anew each time: a file that was half may have been replaced under its name.
          closeScan();
          return inspectScan(source);
        }),
      lookAt: ({ source, page }) => vaultErrors(() => lookAt(source, page)),
      showPage: ({ source, page, edit, maxSide }) => vaultErrors(() => showPage(source, page, edit, maxSide)),
      readablePage: ({ source, page, edit, target }) => vaultErrors(() => readablePage(source, page, edit, target)),
      blackPage: ({ source, boxes }) => vaultErrors(() => blackPage(source, boxes)),
      beginArchive: ({ target, title, madeAt }) =>
        vaultErrors(async () => {
          beginArchive(target, title, madeAt);
          return {};
        }),
      addToArchive: ({ source, page, edit, text }) => vaultErrors(() => addToArchive(source, page, edit, text)),
      endArchive: () => vaultErrors(endArchive),
      dropArchive: () => {
        dropArchive();
        return {};
      },
    },
    context: undefined,
    guard: () => {
      stay();
      return undefined;
    },
    // The kind of error only: its message may quote the document.
    onUnexpected: (call, error) => process.stderr.write(`imaging: ${call}: ${describe(error)}\n`),
  });
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 6).map((line) => line.trim())].join(' ');
}
