/** The form of a paper arrival as it is typed, and as it is kept meanwhile. Pure. */
import { CHANNELS, type Channel } from '../../domain/documents.ts';

export type DeskChannel = Exclude<Channel, 'axis'>;
export const DESK_CHANNELS = CHANNELS.filter((c): c is DeskChannel => c !== 'axis');

export const EMPTY = { sender: '', number: '', notation: '', typeName: '', subject: '', signer: '', note: '', language: '' };
const MOST: Readonly<Record<keyof typeof EMPTY, number>> = {
  sender: 200,
  number: 11,
  notation: 30,
  typeName: 100,
  subject: 500,
  signer: 50,
  note: 500,
  language: 30,
};
const NAMES = Object.keys(EMPTY) as (keyof typeof EMPTY)[];
const MOST_URGENT = 3;

export interface Typed {
  readonly channel: DeskChannel;
  readonly values: typeof EMPTY;
  readonly date?: string | undefined;
  readonly dueDate?: string | undefined;
  readonly priority: number;
}
export const NOTHING: Typed = { channel: 'hand', values: EMPTY, priority: 0 };
/** Whether a word was typed: a chosen channel or day alone is nothing to lose. */
export const isTyped = ({ values }: Typed): boolean => NAMES.some((name) => values[name] !== '');

export interface KeptIntake {
  readonly typed: Typed;
  /** Papers of the scanner's tray that it was typed for. */
  readonly scans: readonly string[];
  /** Every one it ever stood beside: where one of them is a petition or a secret, the core keeps nothing. */
  readonly beside: readonly string[];
}
export const intakeText = (kept: KeptIntake): string => JSON.stringify(kept);

/** What was kept, where it still fits the form of today: a field that is new is empty, one that is gone is left out. */
export function readIntake(text: string): KeptIntake | undefined {
  try {
    const { typed, scans, beside } = JSON.parse(text) as Partial<KeptIntake>;
    const channel = DESK_CHANNELS.find((one) => one === typed?.channel);
    if (typed === undefined || channel === undefined || !areIds(scans) || !areIds(beside)) return undefined;
    const { priority, date, dueDate } = typed;
    if (!Number.isInteger(priority) || priority < 0 || priority > MOST_URGENT || !isDay(date) || !isDay(dueDate)) return undefined;
    const values = { ...EMPTY };
    for (const name of NAMES) {
      const value: unknown = typed.values[name] ?? '';
      if (typeof value !== 'string' || value.length > MOST[name]) return undefined;
      values[name] = value;
    }
    const read: Typed = {
      channel,
      values,
      priority,
      ...(date === undefined ? {} : { date }),
      ...(dueDate === undefined ? {} : { dueDate }),
    };
    return isTyped(read) ? { typed: read, scans, beside } : undefined;
  } catch {
    return undefined;
  }
}
const areIds = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isDay = (value: unknown): boolean => value === undefined || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));
