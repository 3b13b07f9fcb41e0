/**
 * Limits on the names that an authority may issue for (RFC 5280, 4.2.1.10): of distinguished names they are read; a certificate that
 * bears a name of another limited kind (mail, host, address) is taken to lie outside.
 */
import { certificateParts, children, type Node, oid, readNode } from '../../formats/cms/index.ts';

const NAME_CONSTRAINTS = oid('2.5.29.30');
const ALTERNATIVE_NAME = oid('2.5.29.17');
const EMAIL = oid('1.2.840.113549.1.9.1');
/** GeneralName: directoryName [4], rfc822Name [1]. */
const DIRECTORY = 0xa4;
const MAIL = 0x81;

function extension(der: Uint8Array, type: Uint8Array): Node | undefined {
  const wrapper = certificateParts(der).fields.find((field) => field.tag === 0xa3);
  const own = wrapper && children(readNode(wrapper.content)).find((e) => Buffer.compare(children(e)[0]?.whole ?? e.whole, type) === 0);
  const value = own && children(own).at(-1);
  return value && readNode(value.content);
}
/** Each part of a name as text that does not hang on the kind of its strings. */
const partsOf = (name: Node): string[] =>
  children(name).map((set) =>
    children(set)
      .map((pair) => {
        const [type, value] = children(pair);
        const text = Buffer.from(value?.content ?? [])
          .toString('utf8')
          .normalize('NFC');
        return `${Buffer.from(type?.whole ?? []).toString('hex')}=${text.trim().replace(/\s+/g, ' ').toLowerCase()}`;
      })
      .sort()
      .join('+'),
  );
const startsWith = (name: readonly string[], base: readonly string[]): boolean => base.every((part, i) => name[i] === part);

/** Whether no authority of a chain, signer first, issued for a name outside its limits. @throws Failure for what cannot be read */
export function withinNames(chain: readonly Uint8Array[]): boolean {
  return chain.every((der, i) => {
    const limits = extension(der, NAME_CONSTRAINTS);
    return !limits || chain.slice(0, i).every((below) => isWithin(below, limits));
  });
}
function isWithin(der: Uint8Array, limits: Node): boolean {
  const subtrees = (tag: number): Node[] =>
    children(limits)
      .filter((part) => part.tag === tag)
      .flatMap((part) => children(part).flatMap((tree) => children(tree).slice(0, 1)));
  const [permitted, excluded] = [subtrees(0xa0), subtrees(0xa1)];
  const { fields } = certificateParts(der);
  const subject = fields[4];
  if (!subject) return false;
  const named = partsOf(subject);
  const bases = (trees: readonly Node[]): string[][] =>
    trees.filter(({ tag }) => tag === DIRECTORY).map((t) => partsOf(readNode(t.content)));
  const inside = bases(permitted);
  if (named.length > 0 && inside.length > 0 && !inside.some((base) => startsWith(named, base))) return false;
  if (bases(excluded).some((base) => startsWith(named, base))) return false;
  const alternative = extension(der, ALTERNATIVE_NAME);
  const bears = new Set((alternative ? children(alternative) : []).map(({ tag }) => tag));
  if (Buffer.from(subject.whole).includes(EMAIL)) bears.add(MAIL);
  return [...permitted, ...excluded].every(({ tag }) => (tag === DIRECTORY ? !bears.has(DIRECTORY) : !bears.has(tag)));
}
