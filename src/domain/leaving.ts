/** Which files may be opened in a program of their own, and how their copies are called outside. Pure. */
import { fail, ok, type Result } from './errors.ts';

/** Documents, drawings, pictures, archives; nothing that a system runs, and no office file with macros. */
const OPENABLE = new Set(
  'pdf doc docx rtf odt txt xls xlsx ods csv ppt pptx odp png jpg jpeg tif tiff bmp gif zip rar 7z dwg dxf xml edxml'.split(' '),
);
const DETECTED: Readonly<Record<string, string>> = { pdf: 'pdf', png: 'png', jpeg: 'jpg', docx: 'docx', xlsx: 'xlsx', pptx: 'pptx' };

const extensionOf = (name: string): string => (/\.([^.\\/\s]{1,10})$/.exec(name)?.[1] ?? '').toLowerCase();

/** Names of Windows' devices; a file may not be called so, whatever its extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name for the copy that every system takes: no path, no control sign, none of Windows' own marks, not too long; with
 * the extension of what the file is, where its name has none.
 */
export function outsideName(name: string, detected: string): string {
  const clean = [...name.normalize('NFC')]
    // Also marks that turn the direction of writing, by which an extension is disguised.
    .map((sign) => (sign < ' ' || '<>:"/\\|?*\u007f'.includes(sign) || /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(sign) ? '_' : sign))
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const extension = extensionOf(clean) || DETECTED[detected] || '';
  const stem = (extensionOf(clean) ? clean.slice(0, -extension.length - 1) : clean).slice(0, 80).trim() || 'tep';
  return `${DEVICE.test(stem) ? `tep-${stem}` : stem}${extension ? `.${extension}` : ''}`;
}

/** Whether a copy may be handed to a program of the system: by its extension, which must fit what it is. */
export function mayOpen(name: string, detected: string): Result<string> {
  const extension = extensionOf(name);
  if (!OPENABLE.has(extension)) return fail('leaving.not_openable', { name });
  // A program that calls itself a picture.
  if (detected === 'executable') return fail('leaving.not_openable', { name });
  return ok(extension);
}
