import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Whether a PDF's text layer says this, whatever the lines. */
export async function hasPdfText(pdf: Uint8Array, words: string): Promise<boolean> {
  const document = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 }).promise;
  let text = '';
  for (let n = 1; n <= document.numPages; n++) {
    const content = await (await document.getPage(n)).getTextContent();
    text += `${content.items.map((item) => ('str' in item ? item.str : '')).join(' ')} `;
  }
  await document.cleanup();
  const plain = (value: string): string => value.normalize('NFC').replace(/\s+/g, '');
  return plain(text).includes(plain(words));
}
