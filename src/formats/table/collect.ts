import type { ReadTable, TableLimits } from './index.ts';

/** Rows within the limits; says by `full` when nothing more is wanted. */
export class Collector {
  readonly #limits: TableLimits;
  readonly #blanks: RegExp;
  readonly #rows: string[][] = [];
  #characters = 0;
  #truncated = false;
  constructor(limits: TableLimits) {
    this.#limits = limits;
    this.#blanks = limits.keepLines ? /[^\S\r\n]+/g : /\s+/g;
  }
  get full(): boolean {
    return this.#rows.length >= this.#limits.rows || this.#characters >= this.#limits.total;
  }
  /** Empty rows at the end are not rows. */
  add(cells: readonly (string | undefined)[]): void {
    if (this.full) {
      this.#truncated ||= cells.some((cell) => cell !== undefined && cell !== '');
      return;
    }
    if (cells.length > this.#limits.columns) this.#truncated = true;
    const row = Array.from(cells.slice(0, this.#limits.columns), (cell) =>
      (cell ?? '')
        .replace(this.#blanks, ' ')
        .replace(/ *\r?\n */g, '\n')
        .trim()
        .slice(0, this.#limits.cell),
    );
    this.#characters += row.reduce((sum, cell) => sum + cell.length, 0);
    this.#rows.push(row);
  }
  result(): ReadTable {
    while (this.#rows.at(-1)?.every((cell) => cell === '')) this.#rows.pop();
    return { rows: this.#rows, truncated: this.#truncated };
  }
}
