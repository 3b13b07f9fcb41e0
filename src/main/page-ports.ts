/** Hands ports to the page: one to the core, and a one-shot port to the token for each act. Checks who asks, first. */
import type { IpcMain, IpcMainEvent, MessageChannelMain as MessageChannel } from 'electron';
import { z } from 'zod';
import { PAGE_PORT, PIN_PORT } from '../contract/page/ports.ts';
import type { MainLog } from './log.ts';
import { PAGE_ORIGIN } from './page-files.ts';
import type { ProcessName, Supervisor } from './supervisor.ts';

const pinQuestion = z.strictObject({ actId: z.uuid(), kind: z.enum(['pkcs11', 'training']) });
/** An act is opened for one PIN only. */
const REMEMBERED_ACTS = 1000;

export interface PagePortsOptions {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly MessageChannelMain: new () => MessageChannel;
  readonly supervisor: Supervisor;
  readonly tellPage: (channel: string, notice: { readonly closed: true; readonly actId?: string }) => void;
  readonly log: MainLog;
}

/** Only the main frame of the product's own origin. */
export function trusted(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === PAGE_ORIGIN;
}

/** Starts answering; call the result when a process ended, so that the page hears of its dead ports. */
export function givePagePorts({
  ipcMain,
  MessageChannelMain,
  supervisor,
  tellPage,
  log,
}: PagePortsOptions): (process: ProcessName) => void {
  /** Acts whose port was given away, and to which process. */
  const given = new Map<string, ProcessName>();
  const refused = (event: IpcMainEvent, asked: string): boolean => {
    if (trusted(event)) return false;
    log.warn('a frame that is not the page asked for a port', { asked });
    return true;
  };
  ipcMain.on(PAGE_PORT, (event) => {
    if (refused(event, PAGE_PORT)) return;
    const { port1, port2 } = new MessageChannelMain();
    if (supervisor.attachPage(port1)) event.senderFrame?.postMessage(PAGE_PORT, {}, [port2]);
    else port2.close();
  });
  ipcMain.on(PIN_PORT, (event, question: unknown) => {
    const asked = pinQuestion.safeParse(question);
    if (refused(event, PIN_PORT) || !asked.success) return;
    const { actId, kind } = asked.data;
    if (given.has(actId)) return void log.warn('a second port for one act was asked for');
    remember(given, actId, kind === 'training' ? 'training' : 'token');
    const { port1, port2 } = new MessageChannelMain();
    const there = supervisor.pinPort(actId, kind, port1);
    if (!there) port2.close();
    event.senderFrame?.postMessage(PIN_PORT, { actId }, there ? [port2] : []);
  });
  return (process) => {
    if (process === 'core') tellPage(PAGE_PORT, { closed: true });
    for (const [actId, by] of given) if (by === process) tellPage(PIN_PORT, { closed: true, actId });
  };
}
function remember(acts: Map<string, ProcessName>, actId: string, by: ProcessName): void {
  acts.set(actId, by);
  const [oldest] = acts.keys();
  if (acts.size > REMEMBERED_ACTS && oldest !== undefined) acts.delete(oldest);
}
