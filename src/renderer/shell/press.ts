/**
 * A press belongs to what it began on. Pressing a button leaves the field before it; what that field then says (a day that
 * is none, a notice, a form without a line it had) moves the button away under the resting pointer, the release falls beside
 * it, and the browser makes no click of it. Then the click is made here, once, on what was pressed.
 */
const PRESSABLE =
  'button, a[href], summary, label, input, [tabindex="0"], [role="button"], [role="tab"], [role="menuitem"], [role="option"], [role="row"], [role="checkbox"], [role="switch"], [role="radio"]';
/** A hand that moved further (px) meant another place, or to take the press back. */
const STILL = 6;

let began: { readonly on: HTMLElement; readonly x: number; readonly y: number } | undefined;
/** The browser's own click for the same press goes to whatever holds both places: to nothing anybody meant. */
let taken: HTMLElement | undefined;

function down(event: MouseEvent): void {
  taken = undefined;
  const on = event.target instanceof Element ? event.target.closest<HTMLElement>(PRESSABLE) : null;
  began = event.button === 0 && on !== null ? { on, x: event.clientX, y: event.clientY } : undefined;
}

/** Not what the press itself shut off or laid a dialogue over. */
function canBePressed(on: HTMLElement): boolean {
  const dialog = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].filter((one) => one.checkVisibility()).at(-1);
  return on.isConnected && on.checkVisibility() && !on.matches(':disabled, [aria-disabled="true"]') && (!dialog || dialog.contains(on));
}

function up(event: MouseEvent): void {
  const press = began;
  began = undefined;
  if (press === undefined || event.button !== 0) return;
  const { on, x, y } = press;
  if (event.target instanceof Node && on.contains(event.target)) return;
  if (Math.hypot(event.clientX - x, event.clientY - y) > STILL) return;
  taken = on;
  // After the browser's own click, which comes in the same turn as the release.
  setTimeout(() => {
    if (taken !== on) return;
    taken = undefined;
    if (canBePressed(on)) on.click();
  }, 0);
}

function click(event: MouseEvent): void {
  if (taken === undefined || !event.isTrusted || event.detail === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Call once. */
export function keepPresses(): void {
  window.addEventListener('mousedown', down, true);
  window.addEventListener('mouseup', up, true);
  window.addEventListener('click', click, true);
}
