/** The page's side of `contract/page/talk.ts`: what it says to main, and what it is told. Without main nothing answers. */
import { create } from 'zustand';
import { type Destination, PIECE, type Said, TALK, type Told } from '../../contract/page/talk.ts';
import type { AppError } from '../../domain/errors.ts';
import { giveUpUnsaved } from '../parts/dirty.tsx';
import { applyLook, useLook } from '../theme/look.ts';

export const tellMain = (say: Said): void => window.postMessage({ type: TALK, say }, '*');

export interface OpenedFile {
  readonly name: string;
  readonly file?: File;
  /** Of the bytes, while they come. */
  readonly part: number;
  readonly error?: AppError;
}
/** The files opened from outside that nobody answered for yet, and where the tray or the jump list wants to go. */
export const useTold = create<{ readonly files: readonly OpenedFile[]; readonly to?: Destination | undefined }>(() => ({ files: [] }));

interface Coming {
  readonly name: string;
  readonly size: number;
  readonly pieces: Uint8Array<ArrayBuffer>[];
  got: number;
}
const coming = new Map<number, Coming>();

const change = (name: string, next: OpenedFile): void =>
  useTold.setState(({ files }) => ({
    files: files.some((one) => one.name === name) ? files.map((one) => (one.name === name ? next : one)) : [...files, next],
  }));

function hear(told: Told): void {
  if (told.tell === 'look') applyLook({ ...useLook.getState().look, ...told.look });
  else if (told.tell === 'leave') void giveUpUnsaved().then(() => tellMain({ say: 'left' }));
  else if (told.tell === 'go') useTold.setState({ to: told.to });
  else if (told.tell === 'file') {
    coming.set(told.file, { name: told.name, size: told.size, pieces: [], got: 0 });
    change(told.name, { name: told.name, part: 0 });
    tellMain({ say: 'piece', file: told.file, offset: 0 });
  } else if (told.tell === 'piece') takePiece(told);
  else change(told.name, { name: told.name, part: 0, error: { code: told.code, params: { name: told.name, megabytes: 200 } } });
}
function takePiece({ file, offset, bytes }: Extract<Told, { tell: 'piece' }>): void {
  const held = coming.get(file);
  if (!held || offset !== held.got || bytes.byteLength > PIECE) return;
  held.pieces.push(new Uint8Array(bytes));
  held.got += bytes.byteLength;
  if (held.got < held.size) {
    change(held.name, { name: held.name, part: held.got / held.size });
    tellMain({ say: 'piece', file, offset: held.got });
    return;
  }
  coming.delete(file);
  tellMain({ say: 'fileDone', file });
  const pdf = /\.pdf$/i.test(held.name);
  change(held.name, {
    name: held.name,
    part: 1,
    file: new File(held.pieces, held.name, { type: pdf ? 'application/pdf' : 'application/xml' }),
  });
}

/** Call once. Only this very window (the preload posts from it) is heard. */
export function startTalk(): void {
  window.addEventListener('message', ({ source, data }) => {
    if (source === window && data?.type === TALK && data.tell !== undefined) hear(data.tell as Told);
  });
  tellMain({ say: 'loaded' });
}
export const answered = (name: string): void => useTold.setState(({ files }) => ({ files: files.filter((one) => one.name !== name) }));
