/** A form that opens as a screen: typing begins at once, in what it still needs first. */
import { type RefObject, useEffect } from 'react';

const OPEN = '[role="dialog"], [role="alertdialog"]';
const REQUIRED = 'input[required]:not(:disabled), textarea[required]:not(:disabled)';

/**
 * The first required field that is empty, else the one named. A dialogue that is open keeps the focus, and so does a field
 * of the form that somebody is in already.
 * @param round another number: the form begins anew
 */
export function useFirstField(form: RefObject<HTMLFormElement | null>, otherwise: string, round = 0): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form that begins anew has other fields
  useEffect(() => {
    const box = form.current;
    const active = document.activeElement;
    if (box === null || box.contains(active) || active?.closest(OPEN)) return;
    const fields = [...box.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(REQUIRED)];
    const first = fields.find(({ value }) => value.trim() === '') ?? box.querySelector<HTMLElement>(otherwise);
    first?.focus();
  }, [form, otherwise, round]);
}
