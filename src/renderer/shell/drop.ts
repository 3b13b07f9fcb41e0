/**
 * What a file dropped on the window is taken for, by the screen that is in sight and what the person may do: decided
 * before it is let go, so that the words beside it say what will happen. Forms that take files themselves come first.
 */
import type { PageCalls } from '../../contract/page/index.ts';
import type { TextKey } from '../text/index.ts';
import type { View } from './view.ts';

export type DropAct =
  /** PDFs and pictures go to the tray of papers that are taken in. */
  | 'paper'
  /** A PDF or an office file begins a draft. */
  | 'draft'
  /** Any file goes beside an arrival, or to the attachments of a draft. */
  | 'beside'
  | 'attach'
  /** The signatures of a PDF are checked. */
  | 'check'
  /** A package is put aside to be looked at. */
  | 'package'
  /** A form with files of its own takes them where it says so. */
  | 'form';
export const DROP_WORDS: Readonly<Record<DropAct, TextKey>> = {
  paper: 'drop.paper',
  draft: 'drop.draft',
  beside: 'drop.beside',
  attach: 'drop.attach',
  check: 'drop.check',
  package: 'drop.package',
  form: 'drop.form',
};
type May = (...calls: readonly (keyof PageCalls)[]) => boolean;

/** What the screen does with a file that is no package. */
export function actOf(view: View, may: May): DropAct {
  if (view.at === 'incoming') {
    if (view.id !== undefined) return may('files.attach', 'upload.begin') ? 'beside' : 'check';
    return may('incoming.createPaper', 'scanning.take', 'upload.begin') ? 'paper' : 'check';
  }
  if (view.at === 'outgoing') {
    if (view.id !== undefined) return may('files.attach', 'upload.begin') ? 'attach' : 'check';
    return may('outgoing.saveDraft', 'upload.begin') ? 'draft' : 'check';
  }
  if (view.at === 'paper' || view.at === 'draft' || view.at === 'entry') return 'form';
  return 'check';
}

const PACKAGE = /\.edxml$/i;
const PDF = /\.pdf$/i;
const PICTURE = /\.(?:jpe?g|png|tiff?)$/i;
const OFFICE = /\.(?:docx?|xlsx?|od[ts]|rtf)$/i;
interface Dropped {
  readonly name: string;
  readonly type: string;
}
const isPdf = ({ name, type }: Dropped): boolean => type === 'application/pdf' || PDF.test(name);

export type Decided =
  | { readonly act: DropAct; readonly files: readonly number[] }
  /** Why not, as an error that has a sentence. */
  | { readonly refused: string };

/**
 * What becomes of dropped files; `files` are their places. One document at a time, attachments as many as there are.
 * @param act what the screen does (`actOf`)
 */
export function decide(act: DropAct, files: readonly Dropped[], may: May): Decided {
  const [first] = files;
  if (first === undefined) return { refused: 'drop.no_file' };
  if (files.some(({ name }) => PACKAGE.test(name))) {
    if (files.length > 1) return { refused: 'drop.one_package' };
    return may('folder.takeFile', 'upload.begin') ? { act: 'package', files: [0] } : { refused: 'drop.not_allowed' };
  }
  if (act === 'beside' || act === 'attach') return { act, files: files.map((_, i) => i) };
  if (act === 'paper')
    return files.every((file) => isPdf(file) || PICTURE.test(file.name))
      ? { act, files: files.map((_, i) => i) }
      : { refused: 'drop.not_scan' };
  if (act === 'form') return { refused: 'drop.on_form' };
  if (files.length > 1) return { refused: 'drop.one_at_a_time' };
  if (isPdf(first) || (act === 'draft' && OFFICE.test(first.name))) return { act, files: [0] };
  return { refused: act === 'draft' ? 'drop.not_pdf_or_office' : 'drop.not_pdf' };
}
