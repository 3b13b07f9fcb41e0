/** What is searched for and found; it outlives the screen, so that coming back from a document finds the same place. */
import { create } from 'zustand';
import type { FoundRow, SearchFilters } from '../../contract/page/search.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf, useCore } from '../core.ts';

const PAGE = 50;
/** As many rows as one call may ask for. */
const MOST = 100;
interface SearchState {
  readonly text: string;
  readonly filters: SearchFilters;
  readonly rows: readonly FoundRow[];
  readonly total: number;
  readonly more: boolean;
  /** Nothing was asked yet: neither words nor a filter. */
  readonly idle: boolean;
  readonly busy: boolean;
  readonly upTo?: number | undefined;
  readonly error?: AppError | undefined;
  /** Raised when filters were set from elsewhere than their own fields. */
  readonly fresh: number;
  readonly active: number;
  readonly scrollTop: number;
}
const EMPTY: SearchState = {
  text: '',
  filters: {},
  rows: [],
  total: 0,
  more: false,
  idle: true,
  busy: false,
  fresh: 0,
  active: 0,
  scrollTop: 0,
};
export const useSearch = create<SearchState>(() => EMPTY);

let turn = 0;
/** Whether words or filters ask for anything. */
const asks = (text: string, filters: SearchFilters): boolean => /[\p{L}\p{N}]/u.test(text) || Object.keys(filters).length > 0;

async function read(offset: number, upTo?: number, limit = PAGE): Promise<void> {
  const mine = ++turn;
  const { text, filters } = useSearch.getState();
  useSearch.setState({ busy: true });
  try {
    const answer = await api['search.find']({ text, filters, offset, limit, ...(upTo === undefined ? {} : { upTo }) });
    // An answer to what was typed before comes too late.
    if (mine !== turn) return;
    const rows = offset === 0 ? answer.rows : [...useSearch.getState().rows, ...answer.rows];
    useSearch.setState({ rows, total: answer.total, more: answer.more, upTo: answer.upTo, idle: false, busy: false, error: undefined });
  } catch (thrown) {
    if (mine === turn) useSearch.setState({ error: errorOf(thrown), busy: false });
  }
}

/** Searches for these words and filters; both empty empties the screen. */
export function searchFor(change: { readonly text?: string; readonly filters?: SearchFilters }, fromFields = false): void {
  const fresh = useSearch.getState().fresh + (change.filters === undefined || fromFields ? 0 : 1);
  useSearch.setState({ ...change, fresh, active: 0, scrollTop: 0 });
  const { text, filters } = useSearch.getState();
  if (asks(text, filters)) void read(0);
  else {
    turn++;
    useSearch.setState({ ...EMPTY, text, filters, fresh });
  }
}
export const searchMore = (): void => {
  const { rows, upTo } = useSearch.getState();
  void read(rows.length, upTo);
};
/** The same again, after something changed elsewhere; what is on the screen stays until it is here. */
export const searchAgain = (): void => {
  const { text, filters, rows, busy } = useSearch.getState();
  // Who has walked far down a list keeps it as it was found.
  if (!busy && rows.length <= MOST && asks(text, filters)) void read(0, undefined, Math.max(PAGE, rows.length));
};

// Another person, or nobody: nothing of it stays in the page.
useCore.subscribe((now, before) => {
  if (now.app?.phase !== before.app?.phase) {
    turn++;
    useSearch.setState(EMPTY);
  }
});
