/** Who looks at a document has opened it: it is unread to them no more. */
import { useEffect } from 'react';
import { api } from '../core.ts';

export function useOpened(list: 'incoming' | 'outgoing', id: string | undefined): void {
  useEffect(() => {
    if (id !== undefined) void api['lists.setOpened']({ list, ids: [id], opened: true }).catch(() => undefined);
  }, [list, id]);
}
