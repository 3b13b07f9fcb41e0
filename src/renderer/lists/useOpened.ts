/** Who looks at a document has opened it: it is unread to them no more. */
import { useEffect } from 'react';
import { api } from '../core.ts';
import { afterFirstPage } from '../viewer/firstPage.ts';

/** Said when its first page is there, so that the page does not wait for it; or when it is left before. */
export function useOpened(list: 'incoming' | 'outgoing', id: string | undefined): void {
  useEffect(() => {
    if (id === undefined) return;
    let told = false;
    const tell = (): void => {
      if (told) return;
      told = true;
      void api['lists.setOpened']({ list, ids: [id], opened: true }).catch(() => undefined);
    };
    const give = afterFirstPage(tell);
    return () => {
      give();
      tell();
    };
  }, [list, id]);
}
