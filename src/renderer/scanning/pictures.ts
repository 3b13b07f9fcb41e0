/** Pictures of pages, asked for when they come into sight: a few at a time, the last hundreds kept. */
import { useEffect, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';

const MOST_KEPT = 400;
const AT_ONCE = 3;
const kept = new Map<string, string>();
const waiting: (() => Promise<void>)[] = [];
let running = 0;

function next(): void {
  while (running < AT_ONCE) {
    const job = waiting.pop();
    if (!job) return;
    running++;
    void job().finally(() => {
      running--;
      next();
    });
  }
}
function keep(key: string, url: string): void {
  kept.set(key, url);
  for (const [old, address] of kept) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(old);
    URL.revokeObjectURL(address);
  }
}

export interface Picture {
  readonly url?: string;
  readonly error?: AppError;
}
/** The picture of a page as it is now; while a new version is drawn the old one stays. */
export function usePicture(pageId: string | undefined, version: number, maxSide: number, seen = true, original = false): Picture {
  const key = `${pageId} ${version} ${maxSide} ${original}`;
  const [state, setState] = useState<Picture & { key?: string; page?: string | undefined }>({});
  useEffect(() => {
    if (pageId === undefined || !seen) return;
    const url = kept.get(key);
    if (url !== undefined) {
      setState({ url, key, page: pageId });
      return;
    }
    let here = true;
    waiting.push(async () => {
      if (!here) return;
      try {
        const { jpeg } = await api['scanning.picture']({ pageId, maxSide, original });
        const made = URL.createObjectURL(new Blob([Uint8Array.from(jpeg)], { type: 'image/jpeg' }));
        keep(key, made);
        if (here) setState({ url: made, key, page: pageId });
      } catch (thrown) {
        if (here) setState({ error: errorOf(thrown), key, page: pageId });
      }
    });
    next();
    return () => {
      here = false;
    };
  }, [key, pageId, maxSide, seen, original]);
  return state.key === key || state.page === pageId ? state : {};
}
