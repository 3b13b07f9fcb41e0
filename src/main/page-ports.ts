/** Hands ports to the page: one to the core, and a one-shot port to the token for each act. Checks who asks, first. */
import type { IpcMain, IpcMainEvent, MessageChannelMain as MessageChannel } from 'electron';
import { z } from 'zod';
import { PAGE_PORT, PIN_PORT } from '../contract/page/ports.ts';
import type { MainLog } from './log.ts';
import { PAGE_ORIGIN } from './page-files.ts';
import type { Supervisor } from './supervisor.ts';

const pinQuestion = z.strictObject({ actId: z.uuid(), kind: z.enum(['pkcs11', 'training']) });
/** Acts whose port was given away; an act is opened for one PIN only. */
const REMEMBERED_ACTS = 1000;

export interface PagePortsOptions {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly MessageChannelMain: new () => MessageChannel;
  readonly supervisor: Supervisor;
  readonly log: MainLog;
}

/** Only the main frame of the product's own origin. */
export function trusted(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === PAGE_ORIGIN;
}

export function givePagePorts({ ipcMain, MessageChannelMain, supervisor, log }: PagePortsOptions): void {
  const given = new Set<string>();
  const refused = (event: IpcMainEvent, asked: string): boolean => {
    if (trusted(event)) return false;
    log.warn('a frame that is not the page asked for a port', { asked });
    return true;
  };
  ipcMain.on(PAGE_PORT, (event) => {
    if (refused(event, PAGE_PORT)) return;
    const { port1, port2 } = new MessageChannelMain();
    if (supervisor.attachPage(port1)) event.senderFrame?.postMessage(PAGE_PORT, null, [port2]);
    else port2.close();
  });
  ipcMain.on(PIN_PORT, (event, question: unknown) => {
    const asked = pinQuestion.safeParse(question);
    if (refused(event, PIN_PORT) || !asked.success) return;
    const { actId, kind } = asked.data;
    if (given.has(actId)) return void log.warn('a second port for one act was asked for');
    remember(given, actId);
    const { port1, port2 } = new MessageChannelMain();
    const there = supervisor.pinPort(actId, kind, port1);
    if (!there) port2.close();
    event.senderFrame?.postMessage(PIN_PORT, { actId }, there ? [port2] : []);
  });
}
function remember(acts: Set<string>, actId: string): void {
  acts.add(actId);
  const [oldest] = acts;
  if (acts.size > REMEMBERED_ACTS && oldest !== undefined) acts.delete(oldest);
}
