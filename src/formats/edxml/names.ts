/** Names as they come from outside, made safe to show and to save on Windows. */

/** Windows forbids these whatever the extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
const MAX_NAME = 200;
/** Of a longer one only both ends matter; the patterns below take more than one look at each character. */
const MAX_RAW = 4000;

/**
 * A file name without folders, control characters, marks that turn the direction of text (they hide the true
 * extension), characters that Windows refuses, reserved device names and trailing dots or spaces; NFC; at most 200
 * characters with the extension kept. Cleaning a clean name changes nothing. '' when nothing is left.
 */
export function safeFileName(raw: string): string {
  const ends = raw.length > MAX_RAW ? raw.slice(0, MAX_RAW / 2) + raw.slice(-MAX_RAW / 2) : raw;
  let name = ends.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  name = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/[. ]+$/u, '')
    .trim();
  if (DEVICES.test(name)) name = `_${name}`;
  const letters = [...name];
  if (letters.length <= MAX_NAME) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return `${letters
    .slice(0, MAX_NAME - [...extension].length)
    .join('')
    .trim()
    .replace(/[. ]+$/u, '')}${extension}`;
}

/** `cid:` once, twice (the field's library doubles it) or not at all: the bare id. */
export function bareContentId(value: string): string {
  return value.trim().replace(/^(?:cid:\s*)+/i, '');
}
