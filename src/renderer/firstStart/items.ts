/** Where each item of a first start is done. */
import type { ChecklistKey } from '../../contract/page/checklist.ts';
import { api } from '../core.ts';
import type { View } from '../shell/view.ts';

export const WHERE: Readonly<Record<ChecklistKey, View>> = {
  keys: { at: 'settings', section: 'ways' },
  connection: { at: 'settings', section: 'connections' },
  organ: { at: 'directory' },
  books: { at: 'settings', section: 'checklist' },
  people: { at: 'settings', section: 'people' },
  powers: { at: 'settings', section: 'powers' },
  tokens: { at: 'signing' },
  scan: { at: 'settings', section: 'scanner' },
  backup: { at: 'maintenance' },
};
/** What changes an item. */
export const TOPICS = ['registers', 'directory', 'exchange', 'incoming'] as const;
export const loadChecklist = () => api['checklist.list']({});
