/** Words onto the clipboard, for a message or a mail written elsewhere. */
import { Failure } from '../../domain/errors.ts';

/** The way that needs no leave of the machine, only that somebody pressed a key. */
function bySelection(words: string): boolean {
  const box = document.createElement('textarea');
  const before = document.activeElement;
  box.value = words;
  box.setAttribute('aria-hidden', 'true');
  box.style.position = 'fixed';
  box.style.opacity = '0';
  // Beside whoever keeps the focus: a dialogue lets nothing outside itself have it.
  (document.activeElement?.closest('[role="dialog"]') ?? document.body).append(box);
  box.select();
  const copied = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
/** @throws Failure `page.not_copied` */
export async function copyText(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    if (!bySelection(words)) throw new Failure('page.not_copied');
  }
}
