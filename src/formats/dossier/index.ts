/**
 * A file (hồ sơ) as XML, with the field names and lengths of Annex VI of Decree 30/2020. No schema of such a file is
 * public; the order is the annex's, and `checkDossierXml` is our own check of structure, lengths and kinds. It promises:
 * what is written passes the check but for the fields that `over` names; nothing is cut to fit.
 */
import { SaxesParser } from 'saxes';
import { escaped } from '../table/xml.ts';
import { DOCUMENT_FIELDS, DOCUMENT_NAMES, FILE_FIELDS, type FieldSpec, NAMESPACE, ROOT } from './fields.ts';

/** Values by the names of the fields; absent ones are written empty. Numbers as numbers, days as `YYYY-MM-DD`. */
export interface FieldValues {
  readonly [name: string]: string | number | FieldValues | readonly FieldValues[] | undefined;
}
export interface DossierDocument {
  readonly side: keyof typeof DOCUMENT_NAMES;
  readonly values: FieldValues;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
/** The annex gives a day ten characters; written as offices write it. */
const dayText = (text: string): string => (isDay(text) ? text.split('-').reverse().join('/') : text);
function textOf(spec: FieldSpec, value: FieldValues[string]): string {
  if (value === undefined || typeof value === 'object') return '';
  const text = String(value);
  return spec.kind === 'D' ? dayText(text) : text.normalize('NFC');
}

function faultOf({ kind, max = 0 }: FieldSpec, text: string): string | undefined {
  if (text === '' || kind === 'L') return undefined;
  if (kind === 'N') return !/^\d+$/.test(text) ? 'not a number' : text.length > max ? `${text.length} digits, at most ${max}` : undefined;
  if (kind === 'D') return /^\d{2}\/\d{2}\/\d{4}$/.test(text) ? undefined : 'not a day';
  return [...text].length > max ? `${[...text].length} characters, at most ${max}` : undefined;
}

function* element(spec: FieldSpec, value: FieldValues[string], indent: string, path: string, over: string[]): Generator<string> {
  if (spec.many) {
    for (const one of Array.isArray(value) ? (value as readonly FieldValues[]) : [])
      yield* element({ name: spec.name, ...(spec.children ? { children: spec.children } : {}) }, one, indent, path, over);
    return;
  }
  if (spec.children) {
    const inner = typeof value === 'object' && !Array.isArray(value) ? (value as FieldValues) : {};
    yield `${indent}<${spec.name}>\n`;
    for (const child of spec.children) yield* element(child, inner[child.name], `${indent}  `, `${path}/${child.name}`, over);
    yield `${indent}</${spec.name}>\n`;
    return;
  }
  const text = textOf(spec, value);
  const fault = faultOf(spec, text);
  if (fault !== undefined) over.push(`${path}: ${fault}`);
  yield text === '' ? `${indent}<${spec.name}/>\n` : `${indent}<${spec.name}>${escaped(text)}</${spec.name}>\n`;
}

/** The XML in pieces; once it is read to its end, `over` holds the fields that are longer than the annex lets them be. */
export function* dossierXml(file: FieldValues, documents: Iterable<DossierDocument>, over: string[]): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<${ROOT} xmlns="${NAMESPACE}">\n`;
  for (const spec of FILE_FIELDS) yield* element(spec, file[spec.name], '  ', spec.name, over);
  let n = 0;
  for (const { side, values } of documents) {
    const name = DOCUMENT_NAMES[side];
    yield* element({ name, children: DOCUMENT_FIELDS[side] }, values, '  ', `${name}[${++n}]`, over);
  }
  yield `</${ROOT}>\n`;
}

interface Open {
  readonly name: string;
  readonly spec: FieldSpec | undefined;
  readonly path: string;
  /** The place among the children that comes next. */
  next: number;
  text: string;
}
const ROOT_SPEC: FieldSpec = {
  name: ROOT,
  children: [
    ...FILE_FIELDS,
    ...(['incoming', 'outgoing'] as const).map((side) => ({
      name: DOCUMENT_NAMES[side],
      many: true as const,
      children: DOCUMENT_FIELDS[side],
    })),
  ],
};
/** Documents of both sides stand mixed, in the file's order. */
const isDocument = (name: string): boolean => name === DOCUMENT_NAMES.incoming || name === DOCUMENT_NAMES.outgoing;

/** What is wrong with such an XML, one line each; none where it is as it should be. For texts of our own making: no limits of depth. */
export function checkDossierXml(xml: string): string[] {
  const wrong: string[] = [];
  const stack: Open[] = [];
  const parser = new SaxesParser({ xmlns: true });
  const enter = (name: string, uri: string): void => {
    const above = stack.at(-1);
    if (above === undefined) {
      if (name !== ROOT || uri !== NAMESPACE) wrong.push(`the root is ${name} of ${uri || 'no namespace'}`);
      stack.push({ name, spec: ROOT_SPEC, path: '', next: 0, text: '' });
      return;
    }
    const children = above.spec?.children ?? [];
    const at = children.findIndex((child, i) => child.name === name && i >= (isDocument(name) ? FILE_FIELDS.length : above.next));
    const path = above.path === '' ? name : `${above.path}/${name}`;
    if (at < 0) wrong.push(`${path}: not here`);
    else {
      for (const left of children.slice(above.next, at)) if (!left.many) wrong.push(`${above.path}/${left.name}: missing`);
      above.next = Math.max(above.next, children[at]?.many ? at : at + 1);
    }
    stack.push({ name, spec: children[at], path, next: 0, text: '' });
  };
  parser.on('opentag', (tag) => enter(tag.local, tag.uri));
  parser.on('text', (text) => {
    const open = stack.at(-1);
    if (open) open.text += text;
  });
  parser.on('closetag', () => {
    const open = stack.pop();
    if (!open?.spec) return;
    if (open.spec.children) {
      for (const left of open.spec.children.slice(open.next)) if (!left.many) wrong.push(`${open.path}/${left.name}: missing`);
      if (open.text.trim() !== '') wrong.push(`${open.path}: text between elements`);
      return;
    }
    const fault = faultOf(open.spec, open.text);
    if (fault !== undefined) wrong.push(`${open.path}: ${fault}`);
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    wrong.push(`not XML: ${error instanceof Error ? error.message : ''}`);
  }
  return wrong;
}
