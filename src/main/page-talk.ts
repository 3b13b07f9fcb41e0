/** What page and main say to each other beside the ports (`contract/page/talk.ts`). Only the page itself is heard. */
import type { IpcMain } from 'electron';
import { z } from 'zod';
import { type Said, type ShownLook, TALK, type Told } from '../contract/page/talk.ts';
import type { MainLog } from './log.ts';
import { shownLook } from './machine-settings.ts';
import type { OpenedFiles } from './opened.ts';
import { trusted } from './page-ports.ts';

const file = z.number().int().min(1).max(1_000_000);
const said: z.ZodType<Said> = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('loaded') }),
  z.strictObject({ say: z.literal('ready'), ready: z.boolean() }),
  z.strictObject({ say: z.literal('look'), look: shownLook }),
  z.strictObject({ say: z.literal('ended') }),
  z.strictObject({ say: z.literal('left') }),
  z.strictObject({ say: z.literal('piece'), file, offset: z.number().int().min(0) }),
  z.strictObject({ say: z.literal('fileDone'), file }),
]);

export interface TalkParts {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  readonly files: OpenedFiles;
  readonly tell: (told: Told) => void;
  readonly lookNow: () => ShownLook;
  readonly onLook: (look: ShownLook) => void;
  readonly onEnded: () => void;
  readonly onLeft: () => void;
  readonly log: MainLog;
}
export function talkWithPage({ ipcMain, files, tell, lookNow, onLook, onEnded, onLeft, log }: TalkParts): void {
  ipcMain.on(TALK, (event, message: unknown) => {
    const heard = said.safeParse(message);
    if (!trusted(event) || !heard.success) return void log.warn('something that is not the page said something', {});
    const { data } = heard;
    switch (data.say) {
      case 'loaded':
        void files.forget();
        return tell({ tell: 'look', look: lookNow() });
      case 'ready':
        return files.setReady(data.ready);
      case 'look':
        return onLook(data.look);
      case 'ended':
        return onEnded();
      case 'left':
        return onLeft();
      case 'piece':
        return void files.piece(data.file, data.offset);
      case 'fileDone':
        return void files.done(data.file);
    }
  });
}
