/** The reader of pages for those who show one: its code, and pdf.js with it, is fetched when the first page is shown. */
import { Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import { t } from '../text/index.ts';

const Loading = () => <Waiting text={t('viewer.loading')} />;
export const Viewer = later(() => import('./index.ts'), Loading);
/** A place of a page beside what was read there. */
export const PdfCut = later(() => import('../reading/PdfCut.tsx').then((m) => ({ default: m.PdfCut })));
export const PdfPages = later(() => import('./PdfPages.tsx').then((m) => ({ default: m.PdfPages })), Loading);
