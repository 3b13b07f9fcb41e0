/**
 * What page and main say to each other beside the ports, by messages on the page's own window that the preload passes on;
 * light, so that the preload bundles no schema (main has one of its own). The page says `{type: TALK, say}` and is told
 * `{type: TALK, tell}`. Nothing of a document goes this way but the bytes of a file that somebody opened from outside; the
 * page never hears where it lies.
 */
import type { Look } from '../../domain/look.ts';

export const TALK = 'tram-van-thu:talk';
/** Where the tray, the jump list and notifications lead. */
export const DESTINATIONS = ['today', 'draft', 'paper', 'search', 'incoming'] as const;
export type Destination = (typeof DESTINATIONS)[number];
export type ShownLook = Pick<Look, 'theme' | 'size' | 'still'>;
/** Bytes of one piece of a file. */
export const PIECE = 256 * 1024;

export type Said =
  /** The page is there; answered by the look that this machine knows last. */
  | { readonly say: 'loaded' }
  /** Somebody is signed in (or no more): what waits may be told. */
  | { readonly say: 'ready'; readonly ready: boolean }
  | { readonly say: 'look'; readonly look: ShownLook }
  /** Work that took long has ended: told by the system where the window is not in sight. */
  | { readonly say: 'ended' }
  /** What was unsaved is given up, and the core knows: the window may go. */
  | { readonly say: 'left' }
  | { readonly say: 'piece'; readonly file: number; readonly offset: number }
  | { readonly say: 'fileDone'; readonly file: number };
export type Told =
  | { readonly tell: 'look'; readonly look: ShownLook }
  | { readonly tell: 'go'; readonly to: Destination }
  /** The window is being closed, and the person agreed to lose what is unsaved; answered by `left`. */
  | { readonly tell: 'leave' }
  | { readonly tell: 'file'; readonly file: number; readonly name: string; readonly size: number }
  | { readonly tell: 'piece'; readonly file: number; readonly offset: number; readonly bytes: Uint8Array }
  /** It was opened from outside and cannot be taken: an error code of the catalogue. */
  | { readonly tell: 'fileRefused'; readonly name: string; readonly code: string };
