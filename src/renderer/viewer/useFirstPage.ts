import { useCallback, useEffect, useRef } from 'react';
import type { FileRow } from '../../contract/page/incoming.ts';
import { forgetAhead, readAhead } from './ahead.ts';
import { firstPageIsThere } from './firstPage.ts';

/**
 * For the screen of one document: its first file is asked for as soon as it is known, before the parts of the screen are
 * drawn and ask for theirs.
 * @returns takes what was read of the document, and gives it back
 */
export function useFirstPage() {
  const asked = useRef(false);
  useEffect(() => forgetAhead, []);
  return useCallback(<T extends { readonly files: readonly Pick<FileRow, 'id' | 'size' | 'detected'>[] }>(doc: T): T => {
    if (asked.current) return doc;
    asked.current = true;
    const [file] = doc.files;
    if (file?.detected.includes('pdf')) readAhead(file);
    else firstPageIsThere();
    return doc;
  }, []);
}
