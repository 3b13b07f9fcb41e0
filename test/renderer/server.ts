/** Serves the page on its fake core: `startDevPage()` gives the address; a sample PDF is made on the way. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import PDFDocument from 'pdfkit';
import { createServer, type Plugin } from 'vite';

const root = join(import.meta.dirname, '..', '..');

function samplePdf(): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 70 });
  const fonts = join(root, 'resources', 'fonts');
  pdf.registerFont('regular', join(fonts, 'Tinos-Regular.ttf')).registerFont('bold', join(fonts, 'Tinos-Bold.ttf'));
  for (let page = 1; page <= 4; page++) {
    if (page > 1) pdf.addPage();
    pdf.font('bold').fontSize(13).text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { align: 'center' });
    pdf.text('Độc lập - Tự do - Hạnh phúc', { align: 'center' }).moveDown(2);
    pdf.font('regular').fontSize(14);
    for (let i = 0; i < 6; i++)
      pdf.text('Căn cứ văn bản mẫu dùng để tập huấn, Sở Nội vụ đề nghị các xã báo cáo đúng hạn. '.repeat(3)).moveDown();
    pdf.text(`Trang ${page}`, { align: 'center' });
  }
  pdf.end();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
}

/** What the product serves beside its page: pdf.js's data; here also the sample. */
function ownFiles(pdf: Buffer): Plugin {
  return {
    name: 'own-files',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://x').pathname;
        const data = /\/pdfjs\/((?:cmaps|standard_fonts|wasm|iccs)\/[\w.-]+)$/.exec(path);
        if (path === '/sample.pdf') response.end(pdf);
        else if (data?.[1]) {
          response.setHeader('Content-Type', path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream');
          createReadStream(join(root, 'node_modules', 'pdfjs-dist', data[1]))
            .on('error', next)
            .pipe(response);
        } else next();
      });
    },
  };
}

export async function startDevPage(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react(), ownFiles(await samplePdf())],
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { entries: ['test/renderer/dev.html'] },
    cacheDir: join(root, 'node_modules', '.vite-renderer'),
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (address === null || typeof address !== 'object') throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}/test/renderer/dev.html`, close: () => server.close() };
}
