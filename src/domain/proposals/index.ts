/**
 * What the entry of a document in the books needs, proposed from the words of its pages by where they stand (Decree 30/2020,
 * annex I). The same for a scan that was read and for a PDF's own text. Nothing is taken without the clerk's eye: every
 * proposal names its place, and what is unsure is not proposed.
 */
import type { PageText } from '../pageText.ts';
import { type SecrecyFinding, secrecyOf } from '../secrecyMark.ts';
import { signerOf } from './ending.ts';
import { agencyOf, codeOf, columnsOf, dateOf, subjectOf, urgencyOf } from './head.ts';
import type { Found, Known } from './known.ts';
import { type Shape, shapeOf } from './shape.ts';

export { likeness } from './fuzzy.ts';
export { type Found, type Known, NOTHING_KNOWN } from './known.ts';
export { secondLooks, withLook } from './secondLook.ts';
export type { Box } from './shape.ts';
export const PROPOSED_FIELDS = [
  'sender',
  'superior',
  'number',
  'notation',
  'date',
  'place',
  'typeName',
  'subject',
  'urgency',
  'signer',
] as const;
export type ProposedField = (typeof PROPOSED_FIELDS)[number];

export interface Proposal extends Found {
  readonly field: ProposedField;
  /** Index into the pages given. */
  readonly page: number;
}
export interface Proposals {
  readonly fields: Partial<Record<ProposedField, Proposal>>;
  /** What the pages show of marks of secrecy: the secrecy room decides. */
  readonly secrecy: SecrecyFinding;
}

/** Below this a proposal is left out: fitted on one set of pages, proven on another (`npm run bench -- ocr`). */
export const LEAST_SURE: Readonly<Record<ProposedField, number>> = {
  sender: 0.6,
  superior: 0.6,
  number: 0.7,
  notation: 0.8,
  date: 0.6,
  place: 0.6,
  typeName: 0.7,
  subject: 0.5,
  urgency: 0.78,
  signer: 0.65,
};

/** @param pages the first page first; the signer is looked for from the last page back */
export function proposeFields(pages: readonly PageText[], known: Known): Proposals {
  const shapes = pages.map((page) => shapeOf(page));
  const found = everything(shapes, known);
  const fields: Partial<Record<ProposedField, Proposal>> = {};
  for (const [field, proposal] of found) if (proposal.confidence >= LEAST_SURE[field]) fields[field] = { ...proposal, field };
  return { fields, secrecy: secrecyIn(pages) };
}

function everything(shapes: readonly Shape[], known: Known): [ProposedField, Found & { page: number }][] {
  const [first] = shapes;
  if (!first || first.runs.length === 0) return [];
  const head = columnsOf(first);
  const { date, place, row } = dateOf(head, first, known.today);
  const code = codeOf(head, first, row, known);
  const { sender, superior } = agencyOf(head, first, { code, row, place }, known);
  const { typeName, subject } = subjectOf(head, first, code, row, known);
  const urgency = urgencyOf(first);
  const ending = signed(shapes, known);
  const onFirst = { sender, superior, number: code?.number, notation: code?.notation, date, place, typeName, subject, urgency };
  const rows = Object.entries(onFirst).flatMap(([field, value]) =>
    value ? [[field as ProposedField, { ...value, page: 0 }] as const] : [],
  );
  return [...rows, ...(ending ? [['signer', ending] as const] : [])].map(([field, value]) => [field, value]);
}
function signed(shapes: readonly Shape[], known: Known): (Found & { page: number }) | undefined {
  for (let page = shapes.length - 1; page >= 0; page--) {
    const shape = shapes[page];
    const found = shape && signerOf(shape, known, page === 0);
    if (found) return { ...found, page };
  }
  return undefined;
}

/** A4's width in points, to which the rule about the mark of secrecy is told. */
const A4 = 595;
function secrecyIn(pages: readonly PageText[]): SecrecyFinding {
  return secrecyOf(
    pages.map((page, i) => {
      const scale = A4 / page.width;
      return {
        page: i + 1,
        width: page.width * scale,
        height: page.height * scale,
        texts: page.words.map((w) => ({
          text: w.text,
          x: w.x * scale,
          y: (w.y + w.h) * scale,
          width: w.w * scale,
          size: w.h * scale * 1.3,
        })),
      };
    }),
  );
}
