import type { IncomingListRow } from '../../contract/page/lists.ts';
import type { IncomingState } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { createLedger } from '../lists/ledger.ts';

export const incomingList = createLedger<IncomingListRow, IncomingState>('incoming', (query) => api['lists.incoming'](query));
