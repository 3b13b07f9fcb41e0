import type { OutgoingListRow } from '../../contract/page/lists.ts';
import type { OutgoingState } from '../../domain/documents.ts';
import { api } from '../core.ts';
import { createLedger } from '../lists/ledger.ts';

export const outgoingList = createLedger<OutgoingListRow, OutgoingState>('outgoing', (query) => api['lists.outgoing'](query));
