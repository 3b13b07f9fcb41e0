/** Words of a cell in lines that fit: broken at spaces, long codes behind `/`, `-`, `,`, `;`, anything else by letters. */
export type Measure = (text: string) => number;

/** Widths of words are asked for once. */
export function cached(measure: Measure, most = 20_000): Measure {
  const known = new Map<string, number>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    if (known.size >= most) known.clear();
    const width = measure(text);
    known.set(text, width);
    return width;
  };
}

export function wrap(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/[ \t]+/).filter(Boolean)) {
      const joined = line === '' ? word : `${line} ${word}`;
      if (measure(joined) <= width) {
        line = joined;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      if (measure(word) <= width) continue;
      const pieces = broken(word, width, measure);
      line = pieces.pop() ?? '';
      lines.push(...pieces);
    }
    lines.push(line);
  }
  return lines;
}

function broken(word: string, width: number, measure: Measure): string[] {
  const out: string[] = [];
  let line = '';
  for (const part of word.split(/(?<=[/\-,;.@_])/)) {
    if (measure(line + part) <= width) {
      line += part;
      continue;
    }
    if (line !== '') out.push(line);
    line = '';
    for (const letter of part) {
      if (line !== '' && measure(line + letter) > width) {
        out.push(line);
        line = '';
      }
      line += letter;
    }
  }
  out.push(line);
  return out;
}
