/** When the first page of what was opened is there: what is for later waits for it. */
const waiting = new Set<() => void>();
/** A page that is never drawn (its window is behind others, its bytes are long in coming) holds nothing up for longer. */
const MOST_MS = 1_500;

/** Runs once: when the first page is there, or can no more be waited for; returns what gives it up. */
export function afterFirstPage(run: () => void): () => void {
  const once = (): void => {
    if (give()) run();
  };
  const timer = setTimeout(once, MOST_MS);
  const give = (): boolean => {
    clearTimeout(timer);
    return waiting.delete(once);
  };
  waiting.add(once);
  return () => void give();
}
/** A page was drawn, or there is none to be drawn. */
export function firstPageIsThere(): void {
  for (const run of [...waiting]) run();
}
