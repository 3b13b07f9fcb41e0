import type { TextPart } from '../../contract/page/search.ts';

/** A text with the searched words marked; as it is where nothing is marked. */
export function Marked({ parts, text }: { readonly parts: readonly TextPart[] | undefined; readonly text: string }) {
  if (parts === undefined) return text;
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    return part.hit ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}
