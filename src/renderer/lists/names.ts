/** What people know documents by, where an act on many names them. */
import { useEffect, useRef, useState } from 'react';
import { api } from '../core.ts';

interface Named {
  readonly code: string;
  readonly sender?: string;
  readonly subject: string;
}
export const nameOf = (row: Named | undefined): string => [row?.code, row?.sender, row?.subject].filter(Boolean).join(' · ');

/** Names by id, also of documents that were ticked out of sight; an id stands for itself where nobody can say more. */
export function useNames(list: 'incoming' | 'outgoing', ids: readonly string[]): (id: string) => string {
  // Read at the end of an act that began before they came.
  const names = useRef<ReadonlyMap<string, string>>(new Map());
  const [, drawn] = useState(names.current);
  const wanted = ids.join(' ');
  useEffect(() => {
    if (wanted === '') return;
    let here = true;
    api['lists.names']({ list, ids: wanted.split(' ') }).then(
      (answer) => {
        if (!here) return;
        names.current = new Map(answer.names.map((one) => [one.id, nameOf(one)]));
        drawn(names.current);
      },
      // The act itself says what is wrong.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [list, wanted]);
  return (id) => names.current.get(id) ?? id;
}
