import type { OutgoingRow } from '../../contract/page/outgoing.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { createPagedList } from '../parts/pagedList.ts';

export const outgoingList = createPagedList<OutgoingRow, OutgoingState>('outgoing', (query) => api['outgoing.list'](query));
