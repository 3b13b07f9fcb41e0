/** What the parts of an office file share. */
export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** What XML 1.0 does not take goes; a cell holds at most 32,767 characters (Excel's own limit). */
export const escaped = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\P{Cc}\n\t]|\p{Cs}|\uFFFE|\uFFFF/gu, '')
    .slice(0, 32_767)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
