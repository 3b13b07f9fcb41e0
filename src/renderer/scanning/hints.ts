/** What should be said about a paper's pages, each with the act that mends it; the clerk decides. */
import type { ScanEditInput, ScanPages } from '../../contract/page/scanning.ts';
import { LEAST_SCAN_DPI } from '../../domain/scan.ts';
import { t } from '../text/index.ts';

export interface Hint {
  readonly text: string;
  readonly act?: { readonly label: string; readonly input: ScanEditInput };
}

export function hintsOf({ pages, missing, outOfOrder }: ScanPages): Hint[] {
  const kept = pages.filter((page) => !page.removed);
  const numbers = (of: typeof kept): string => {
    const all = of.map((page) => pages.indexOf(page) + 1);
    return all.length > 6 ? `${all.slice(0, 5).join(', ')}…` : all.join(', ');
  };
  const hints: Hint[] = [];
  const starts = kept.filter((page) => page.startsPaper);
  const blank = kept.filter((page) => page.blank);
  if (starts.length > 0) {
    const parting = blank.filter((page) => starts.some((s) => kept.indexOf(s) === kept.indexOf(page) + 1));
    hints.push({
      text: t('scan.hint.split', { count: starts.length + 1, pages: numbers(parting) }),
      act: {
        label: t('scan.hint.splitDo'),
        input: { kind: 'split', pageIds: starts.map((p) => p.id), remove: parting.map((p) => p.id) },
      },
    });
  } else if (blank.length > 0 && blank.length < kept.length) {
    hints.push({
      text: t('scan.hint.blank', { pages: numbers(blank) }),
      act: { label: t('scan.hint.blankDo'), input: { kind: 'remove', pageIds: blank.map((p) => p.id) } },
    });
  }
  for (const degrees of [90, 180, 270] as const) {
    const lying = kept.filter((page) => page.look?.turn === degrees && page.turn === 0);
    if (lying.length > 0)
      hints.push({
        text: t(degrees === 180 ? 'scan.hint.upsideDown' : 'scan.hint.sideways', { pages: numbers(lying) }),
        act: { label: t('scan.hint.turnDo'), input: { kind: 'turn', pageIds: lying.map((p) => p.id), degrees } },
      });
  }
  const askew = kept.filter((page) => (page.look?.skew ?? 0) !== 0 && page.straighten === 0 && (page.look?.turn ?? 0) === 0);
  if (askew.length > 0)
    hints.push({
      text: t('scan.hint.askew', { pages: numbers(askew) }),
      act: { label: t('scan.hint.askewDo'), input: { kind: 'straighten', pageIds: askew.map((p) => p.id), degrees: 'measured' } },
    });
  const unread = kept.filter((page) => page.unreadable);
  if (unread.length > 0) hints.push({ text: t('scan.hint.unread', { pages: numbers(unread) }) });
  if (missing.length > 0) hints.push({ text: t('scan.hint.missing', { numbers: missing.slice(0, 8).join(', ') }) });
  if (outOfOrder) hints.push({ text: t('scan.hint.order') });
  const low = kept.filter((page) => page.quality.includes('low_dpi'));
  if (low.length > 0) hints.push({ text: t('scan.hint.lowDpi', { pages: numbers(low), least: LEAST_SCAN_DPI }) });
  if (kept.some((page) => page.quality.includes('not_colour'))) hints.push({ text: t('scan.hint.notColour') });
  return hints;
}
