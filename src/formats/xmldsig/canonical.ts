/**
 * Canonical form of start tags: Canonical XML 1.0 (§2.3, §4.7) and Exclusive XML Canonicalization 1.0 (§3). Both write
 * a namespace where it differs from what the nearest written ancestor says; they differ in which ones they look at.
 */

export interface Attribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}
/** Prefix → namespace; '' is the default one, and '' as namespace means none. */
export type Scope = ReadonlyMap<string, string>;
export interface StartTag {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  /** Without namespace declarations. */
  readonly attributes: readonly Attribute[];
  /** Prefixes that this very tag declares. */
  readonly declared: readonly string[];
  readonly scope: Scope;
}

export interface Canonicalization {
  readonly exclusive: boolean;
  readonly comments: boolean;
  /** `InclusiveNamespaces/@PrefixList`; '' stands for `#default`. */
  readonly prefixes: readonly string[];
}

export const EMPTY_SCOPE: Scope = new Map();

/** The tag as bytes will stand, and what its children may rely on. `apex`: no ancestor of it is written. */
export function startTag(tag: StartTag, written: Scope, how: Canonicalization, apex: boolean): { text: string; written: Scope } {
  const candidates = how.exclusive ? visible(tag, how.prefixes) : apex ? new Set(['', ...tag.scope.keys()]) : new Set(tag.declared);
  const fresh: [string, string][] = [];
  for (const prefix of candidates) {
    const uri = tag.scope.get(prefix) ?? '';
    if (prefix !== 'xml' && uri !== (written.get(prefix) ?? '')) fresh.push([prefix, uri]);
  }
  let text = `<${tag.name}`;
  for (const [prefix, uri] of fresh.sort(([a], [b]) => order(a, b))) text += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${quoted(uri)}"`;
  const attributes =
    tag.attributes.length > 1 ? [...tag.attributes].sort((a, b) => order(a.uri, b.uri) || order(a.local, b.local)) : tag.attributes;
  for (const attribute of attributes) text += ` ${attribute.name}="${quoted(attribute.value)}"`;
  return { text: `${text}>`, written: fresh.length === 0 ? written : new Map([...written, ...fresh]) };
}

/** Exc-C14N §3: what the tag and its attributes use, and what is listed and in scope. */
function visible(tag: StartTag, listed: readonly string[]): Set<string> {
  const used = new Set([tag.prefix]);
  for (const attribute of tag.attributes) if (attribute.prefix !== '') used.add(attribute.prefix);
  for (const prefix of listed) if (prefix === '' || tag.scope.has(prefix)) used.add(prefix);
  return used;
}

const order = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')));

const QUOTED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
const quoted = (value: string): string => value.replace(/[&<"\t\n\r]/g, (c) => QUOTED[c] ?? c);

/** A part of the document that is kept: its text is canonical already, as Latin-1 that carries UTF-8. */
export interface KeptElement extends StartTag {
  readonly children: (KeptElement | string | { readonly comment: string } | { readonly instruction: string })[];
}
export const isElement = (child: KeptElement['children'][number]): child is KeptElement => typeof child === 'object' && 'children' in child;

const keptText = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** A kept element by itself, as a reference to it or as `SignedInfo` is canonicalised. */
export function canonicalElement(element: KeptElement, how: Canonicalization, written: Scope = EMPTY_SCOPE, apex = true): string {
  const start = startTag(element, written, how, apex);
  let text = start.text;
  for (const child of element.children) {
    if (typeof child === 'string') text += keptText(child);
    else if (isElement(child)) text += canonicalElement(child, how, start.written, false);
    else if ('instruction' in child) text += child.instruction;
    else if (how.comments) text += `<!--${child.comment}-->`;
  }
  return `${text}</${element.name}>`;
}
