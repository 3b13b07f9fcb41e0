/**
 * One page read: the red of seals taken out, brought to the size the engine reads best, levelled, read; then the stamps of
 * urgency, which are red, and once more, closer, the short lines of which each letter matters. Places come back in the
 * picture's own pixels.
 */

import { MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE } from '../contract/reader/index.ts';
import { Failure } from '../domain/errors.ts';
import type { PageText, PageWord } from '../domain/pageText.ts';
import { MAX_PAGE_WORDS } from '../domain/pageText.ts';
import { type Box, secondLooks, withLook } from '../domain/proposals/index.ts';
import type { Engine, Grey, Picture } from './engine.ts';
import { inked, levelled, onlyRed, scaled, stretched, withoutFrames, withoutRed } from './picture.ts';
import { pictureSize } from './size.ts';

/** Dots an inch at which the engine reads best for its time. */
const READ_DPI = 200;
const CLOSER = 1.7;
/** Less slope than this (radians) is left. */
const LEVEL = 0.002;
/** Red dots that make a stamp worth looking for. */
const RED_DOTS = 0.0004;
/** Dots at `READ_DPI` that no stroke of a letter of a stamp is long. */
const FRAME = { across: 58, down: 44 };

/** @throws Failure `reader.no_picture`, `reader.too_large` */
export function readPage(engine: Engine, bytes: Uint8Array, dpi?: number): PageText {
  const size = pictureSize(bytes);
  if (!size) throw new Failure('reader.no_picture');
  if (size.width * size.height > MAX_PICTURE_PIXELS || Math.max(size.width, size.height) > MAX_PICTURE_SIDE)
    throw new Failure('reader.too_large');
  return readPicture(engine, engine.decode(bytes), dpi);
}

export function readPicture(engine: Engine, picture: Picture, dpi?: number): PageText {
  // Where nobody says how fine it is, it is taken for a sheet of A4.
  const given = dpi ?? Math.min(picture.width, picture.height) / 8.27;
  const factor = Math.abs(given - READ_DPI) < 15 ? 1 : Math.min(4, READ_DPI / given);
  const sized = (grey: Grey): Grey => (factor === 1 ? grey : scaled(grey, factor));
  const flat = stretched(sized(withoutRed(picture)));
  const slope = engine.slope(scaled(flat, 0.5));
  const level = (grey: Grey): Grey => (Math.abs(slope) > LEVEL ? levelled(grey, slope) : grey);
  const page = level(flat);
  const read = engine.read(page, { segmentation: '3', dpi: READ_DPI });
  let text: PageText = {
    width: page.width,
    height: page.height,
    words: read.words.slice(0, MAX_PAGE_WORDS),
    lines: read.lines.filter((at) => at < MAX_PAGE_WORDS),
  };
  for (const box of secondLooks(text)) text = withLook(text, box, closer(engine, page, box));
  text = withPageNumber(engine, text, page);
  return onPicture(withStamp(engine, text, level, sized, picture), picture, factor, Math.abs(slope) > LEVEL ? slope : 0);
}

/** Where the number of a page stands: alone in the middle of the upper margin (Decree 30/2020/NĐ-CP, annex I), shares of the page. */
const HEAD = { x: 0.4, y: 0.012, w: 0.2, h: 0.056 };
/** A number is no larger than this, shares of the page, and no lower than so many dots: less is dust. */
const NUMBER = { w: 0.08, h: 0.03, least: 7 };
/** One figure by itself is taken for dust by whoever reads the whole page: it is looked at alone. */
function withPageNumber(engine: Engine, text: PageText, page: Grey): PageText {
  const head = { x: page.width * HEAD.x, y: page.height * HEAD.y, w: page.width * HEAD.w, h: page.height * HEAD.h };
  if (text.words.some((word) => overlap(word, head) > 0)) return text;
  const part = cut(page, head);
  const ink = inked(part.grey);
  if (!ink || ink.h < NUMBER.least || ink.h > page.height * NUMBER.h || ink.w > page.width * NUMBER.w) return text;
  const around = 14;
  const box = { x: part.x + ink.x - around, y: part.y + ink.y - around, w: ink.w + 2 * around, h: ink.h + 2 * around };
  const [only, ...more] = closer(engine, page, box);
  if (!only || more.length > 0 || !/^\d{1,3}$/.test(only.text)) return text;
  return { ...text, words: [...text.words, only], lines: [...(text.lines ?? []), text.words.length] };
}

function closer(engine: Engine, page: Grey, box: Box): PageWord[] {
  const part = cut(page, box);
  const { words } = engine.read(scaled(part.grey, CLOSER), { segmentation: '7', dpi: READ_DPI * CLOSER });
  return words.map((w) => ({ ...w, x: w.x / CLOSER + part.x, y: w.y / CLOSER + part.y, w: w.w / CLOSER, h: w.h / CLOSER }));
}
function cut(grey: Grey, box: Box): { grey: Grey; x: number; y: number } {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.max(1, Math.min(grey.width - x, Math.ceil(box.w)));
  const height = Math.max(1, Math.min(grey.height - y, Math.ceil(box.h)));
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    data.set(grey.data.subarray((y + row) * grey.width + x, (y + row) * grey.width + x + width), row * width);
  return { grey: { width, height, data }, x, y };
}

/** Red words of the upper part, where a stamp of urgency stands; a page without red costs nothing. */
function withStamp(engine: Engine, text: PageText, level: (grey: Grey) => Grey, sized: (grey: Grey) => Grey, picture: Picture): PageText {
  const rows = Math.round(picture.height * 0.45);
  const upper = (channel: Uint8Array): Uint8Array => channel.subarray(0, rows * picture.width);
  const red = onlyRed({ ...picture, height: rows, red: upper(picture.red), green: upper(picture.green), blue: upper(picture.blue) });
  const dots = red.data.reduce((sum, value) => sum + (value < 140 ? 1 : 0), 0);
  if (dots < red.data.length * RED_DOTS) return text;
  // Levelled around the middle of the whole page, as the page was.
  const whole = new Uint8Array(picture.width * picture.height).fill(255);
  whole.set(red.data);
  const page = withoutFrames(level(sized({ width: picture.width, height: picture.height, data: whole })), FRAME);
  const box = inked(page);
  if (!box) return text;
  const around = {
    x: Math.max(0, box.x - 20),
    y: Math.max(0, box.y - 20),
    w: Math.min(page.width - box.x, box.w + 40),
    h: Math.min(page.height - box.y, box.h + 40),
  };
  const found = engine.read(page, { segmentation: '11', dpi: READ_DPI, box: around });
  const words = found.words.filter((w) => /\p{Lu}{2}/u.test(w.text));
  const free = words.filter((w) => !text.words.some((other) => overlap(w, other) > 0.3));
  const lines = [...(text.lines ?? []), ...(free.length > 0 ? [text.words.length] : [])];
  return { ...text, words: [...text.words, ...free], lines };
}
function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w <= 0 || h <= 0 ? 0 : (w * h) / (a.w * a.h || 1);
}

/** Back to where the words stand on the picture as it came. */
function onPicture(text: PageText, picture: Picture, factor: number, slope: number): PageText {
  const [cos, sin] = [Math.cos(slope), Math.sin(slope)];
  const [mx, my] = [text.width / 2, text.height / 2];
  const words = text.words.map((word) => {
    const [dx, dy] = [word.x + word.w / 2 - mx, word.y + word.h / 2 - my];
    const [x, y] = [mx + cos * dx - sin * dy, my + sin * dx + cos * dy];
    const [w, h] = [word.w / factor, word.h / factor];
    return { ...word, x: Math.round(x / factor - w / 2), y: Math.round(y / factor - h / 2), w: Math.round(w), h: Math.round(h) };
  });
  return { width: picture.width, height: picture.height, words, ...(text.lines ? { lines: text.lines } : {}) };
}
