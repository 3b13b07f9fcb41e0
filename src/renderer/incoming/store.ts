import type { IncomingRow } from '../../contract/page/incoming.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { createPagedList } from '../parts/pagedList.ts';

export const incomingList = createPagedList<IncomingRow, IncomingState>('incoming', (query) => api['incoming.list'](query));
