/** A PDF of the store on paper, through the system's own print dialogue and its preview. */
import type { PDFDocumentProxy } from 'pdfjs-dist';

const MOST_PAGES = 300;
/** Dots an inch: fine for a letter, fewer where a thick file would fill the memory. */
const dotsFor = (pages: number): number => (pages <= 12 ? 200 : pages <= 60 ? 130 : 96);

/**
 * Draws every page, opens the dialogue, and takes the pages away when it closed.
 * @param onPage pages drawn so far
 */
export async function printPdf(
  pdf: PDFDocumentProxy,
  onPage: (done: number, all: number) => void,
  stopped: () => boolean,
): Promise<boolean> {
  const holder = document.createElement('div');
  holder.className = 'print-pages';
  const count = Math.min(pdf.numPages, MOST_PAGES);
  const scale = dotsFor(count) / 72;
  let lying = false;
  for (let number = 1; number <= count; number++) {
    if (stopped()) return false;
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale });
    if (number === 1) lying = viewport.width > viewport.height;
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    await page.render({ canvas, viewport, intent: 'print' }).promise;
    holder.append(canvas);
    page.cleanup();
    onPage(number, count);
  }
  if (stopped()) return false;
  const style = document.createElement('style');
  style.textContent = `@page { size: A4 ${lying ? 'landscape' : 'portrait'}; margin: 0; }`;
  holder.append(style);
  document.body.append(holder);
  try {
    // The dialogue holds the page until it is closed; some engines return at once and tell later.
    const after = new Promise<void>((resolve) => window.addEventListener('afterprint', () => resolve(), { once: true }));
    window.print();
    await Promise.race([after, new Promise((resolve) => setTimeout(resolve, 60_000))]);
  } finally {
    holder.remove();
  }
  return true;
}
