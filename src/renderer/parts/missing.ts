/**
 * Fields that a form still needs, said in the language of the screen beside the first of them. The browser's own bubble
 * speaks the language of Windows, keeps its size at 200 %, and names one field where five are empty.
 */
import { t } from '../text/index.ts';
import './missing.css';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const ID = 'field-note';
const MAX_NAMES = 6;

/** What to say of a field by what the browser found, and of the others that are empty too. */
export function missingWords(
  field: Pick<Field, 'type' | 'validationMessage'> & { readonly validity: Pick<ValidityState, 'valueMissing' | 'customError'> },
  others: readonly string[],
): string {
  const chosen = ['radio', 'checkbox', 'file', 'select-one', 'select-multiple'].includes(field.type);
  const { valueMissing, customError } = field.validity;
  // What a field of ours found wrong is said in our words already.
  const own = valueMissing ? t(chosen ? 'field.choose' : 'field.needed') : customError ? field.validationMessage : t('field.unfit');
  const names = others.slice(0, MAX_NAMES).join('; ') + (others.length > MAX_NAMES ? '…' : '');
  return others.length === 0 ? own : `${own} ${t('field.neededToo', { count: others.length, names })}`;
}

/** The words of its label, without the mark of what is needed. */
export function labelOf(field: Field): string {
  const label = field.labels?.[0];
  const words = [...(label?.childNodes ?? [])].filter((node) => !(node instanceof Element && node.ariaHidden === 'true'));
  const text = words.map((node) => node.textContent).join('');
  return (text === '' ? (field.getAttribute('aria-label') ?? field.name) : text).trim();
}

let shown: { readonly field: Field; readonly note: HTMLElement; readonly before: string | null } | undefined;
function take(): void {
  if (shown === undefined) return;
  const { field, note, before } = shown;
  shown = undefined;
  note.remove();
  field.removeAttribute('aria-errormessage');
  if (before === null) field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', before);
}
/** Under its field, or over it where there is no room; it goes with the form when that is scrolled. */
function place(): void {
  if (shown === undefined) return;
  const { field, note } = shown;
  const at = field.getBoundingClientRect();
  const own = note.getBoundingClientRect();
  const below = at.bottom + own.height + 8 <= innerHeight;
  note.style.top = `${below ? at.bottom + 4 : Math.max(4, at.top - own.height - 4)}px`;
  note.style.left = `${Math.max(4, Math.min(at.left, innerWidth - own.width - 4))}px`;
}
function put(field: Field, words: string): void {
  take();
  const note = document.createElement('p');
  note.id = ID;
  note.className = 'field-note';
  note.setAttribute('role', 'alert');
  note.textContent = words;
  // Within the form, so that a reader of the dialogue finds it; above everything, so that nothing cuts it off.
  note.popover = 'manual';
  (field.form ?? document.body).append(note);
  field.focus();
  field.scrollIntoView({ block: 'nearest' });
  note.showPopover();
  shown = { field, note, before: field.getAttribute('aria-invalid') };
  place();
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-errormessage', ID);
}

/** Each field that does not hold tells it for itself, one after the other, within one press of the button. */
let told: Element | null | undefined;
function invalid(event: Event): void {
  const field = event.target as Field;
  event.preventDefault();
  const { form } = field;
  if (form !== null && told === form) return;
  told = form;
  setTimeout(() => {
    told = undefined;
  }, 0);
  const all = [...(form?.querySelectorAll<Field>('input:invalid, select:invalid, textarea:invalid') ?? [field])];
  const first = all.find((one) => one.offsetParent !== null) ?? field;
  put(first, missingWords(first, all.filter((one) => one !== first).map(labelOf)));
}

/** Call once. */
export function sayMissing(): void {
  document.addEventListener('invalid', invalid, true);
  document.addEventListener('input', take, true);
  document.addEventListener('focusout', (event) => event.target === shown?.field && take(), true);
  document.addEventListener('scroll', place, true);
  window.addEventListener('resize', place);
}
