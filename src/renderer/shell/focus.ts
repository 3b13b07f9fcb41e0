/**
 * A dialogue that goes gives the focus back to what had it before, whoever opened it and however it closed. The component
 * library does that only for dialogues that were there, closed, before; ours come with their work and go with it.
 */
const DIALOG = '[role="dialog"]';

interface Open {
  readonly dialog: Element;
  readonly from: HTMLElement;
}
const open: Open[] = [];
let before: HTMLElement | undefined;

function focused(event: FocusEvent): void {
  const target = event.target as HTMLElement;
  const dialog = target.closest(DIALOG);
  if (dialog && before && !dialog.contains(before) && !open.some((one) => one.dialog === dialog)) open.push({ dialog, from: before });
  before = target;
}
function gone(): void {
  let back: HTMLElement | undefined;
  while (open.length > 0 && open.at(-1)?.dialog.isConnected === false) back = open.pop()?.from;
  if (back === undefined) return;
  const from = back;
  // What follows the dialogue (another one, another screen) may take the focus first.
  setTimeout(() => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    if (from.isConnected) from.focus({ preventScroll: true });
    else document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
  }, 0);
}
/** Call once. */
export function keepFocus(): void {
  document.addEventListener('focusin', focused, true);
  new MutationObserver(() => {
    if (open.length > 0) gone();
  }).observe(document.body, { childList: true, subtree: true });
}
