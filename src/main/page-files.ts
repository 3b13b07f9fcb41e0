/** Answers `app://tram-van-thu/…` with the built page, and says by headers what that page may do: next to nothing. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = 'app://tram-van-thu';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** Every kind of file the page consists of; anything else is not there. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.icc': 'application/vnd.iccprofile',
};

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  // WebAssembly: the viewer's decoders for JBIG2 and JPEG 2000, which scanned documents are full of. It allows no eval.
  "script-src 'self' 'wasm-unsafe-eval'",
  // The component library sets style attributes and one style element.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
const refuse = (status: number): Response => new Response(null, { status, headers: HEADERS });

/** The file an address names, always inside `root`; undefined for anything else. */
export function fileOf(root: string, url: string): string | undefined {
  if (!url.startsWith(`${PAGE_ORIGIN}/`)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.slice(PAGE_ORIGIN.length).split(/[?#]/)[0] ?? '');
  } catch {
    return undefined;
  }
  // A backslash or a drive is a path of its own on Windows; a NUL ends one.
  if (/[\\:\0]/.test(path)) return undefined;
  const file = normalize(join(root, path));
  return file.startsWith(normalize(root) + sep) && TYPES[extname(file)] !== undefined ? file : undefined;
}

/** Languages beside the one the page was built with. */
export interface PageLanguages {
  chosen(): string | undefined;
  read(language: string): Promise<Uint8Array | undefined>;
}
const LANGUAGE = new RegExp(`^${PAGE_ORIGIN}/languages/([a-z]{2})\\.json$`);
const OWN_LANGUAGE = '<html lang="vi">';

/**
 * The handler for Electron's `protocol.handle`. `root` is the folder of the built page. The page learns the chosen language
 * from its own `lang`, before a word is drawn, and reads that file as data.
 */
export function pageFiles(root: string, languages?: PageLanguages): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return refuse(405);
    const [, language] = LANGUAGE.exec(request.url) ?? [];
    if (language !== undefined) {
      const bytes = await languages?.read(language);
      return bytes === undefined
        ? refuse(404)
        : new Response(Buffer.from(bytes), { headers: { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' } });
    }
    const file = fileOf(root, request.url);
    if (file === undefined) return refuse(404);
    try {
      const chosen = extname(file) === '.html' ? languages?.chosen() : undefined;
      const body =
        chosen === undefined ? await readFile(file) : (await readFile(file, 'utf8')).replace(OWN_LANGUAGE, `<html lang="${chosen}">`);
      return new Response(body, { headers: { ...HEADERS, 'Content-Type': TYPES[extname(file)] ?? '' } });
    } catch {
      return refuse(404);
    }
  };
}
