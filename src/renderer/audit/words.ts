/** A row of the log as a person reads it: acts, results that are codes, what was acted on. */
import type { AuditLine, AuditObject } from '../../contract/page/audit.ts';
import type { View } from '../shell/view.ts';
import { addTexts, errorText, hasErrorText, textOr } from '../text/index.ts';
import { type AuditKey, auditLogText } from '../text/vi/auditLog.ts';

addTexts(auditLogText);
/** A text of the log's own catalogue. */
export const ta = (key: AuditKey, params?: Readonly<Record<string, string | number>>): string => textOr(key, key, params);

/** An act that this version knows no word for is shown by its code. */
export const actWord = (act: string): string => textOr(`audit.act.${act}`, act);

const FIGURES: readonly (readonly [RegExp, AuditKey])[] = [
  [/^number (\d+)$/, 'auditLog.result.number'],
  [/^(\d+) documents$/, 'auditLog.result.documents'],
  [/^(\d+) files$/, 'auditLog.result.files'],
  [/^files (\d+)$/, 'auditLog.result.files'],
  [/^(\d+) findings$/, 'auditLog.result.findings'],
  [/^copies (\d+)$/, 'auditLog.result.copies'],
  [/^count (\d+)$/, 'auditLog.result.files'],
  [/^bundle (\d+)$/, 'auditLog.result.bundle'],
  [/^ok (\d+)$/, 'auditLog.result.rows'],
  [/^ok carried=(\d+)$/, 'auditLog.result.carried'],
  [/^(?:hash|previous|order|head_missing|head_signature) (\d+)$/, 'auditLog.result.brokenAt'],
  [/^(\d+) days$/, 'auditLog.result.days'],
  [/^(\d+) weeks$/, 'auditLog.result.weeks'],
  [/^(\d+) months$/, 'auditLog.result.months'],
  [/^found (\d+)$/, 'auditLog.result.found'],
  [/^unknown (\d+)$/, 'auditLog.result.unknown'],
  [/^listed (\d+)$/, 'auditLog.result.listed'],
];
/** Acts whose result is one or several words of a closed list; elsewhere the same letters may be what a person typed. */
const IN_WORDS: ReadonlySet<string> = new Set([
  ...['session.begin', 'profile.create', 'way.add', 'way.remove', 'way.set_passphrase', 'rules.save', 'reminder.make', 'transfer.make'],
  ...['person.add', 'person.change', 'entry.commit', 'verify.network', 'reconcile.finish', 'handover.abandon'],
]);
const wordOf = (word: string): string => textOr(`auditLog.word.${word}`, textOr(`role.${word}`, word));

function pieceWords(act: string, piece: string): string {
  if (piece === 'ok') return ta('auditLog.result.ok');
  if (piece === 'number pending') return ta('auditLog.result.pending');
  if (act === 'lock.set' && /^\d+$/.test(piece)) return ta('auditLog.result.minutes', { count: Number(piece) });
  for (const [pattern, key] of FIGURES) {
    const count = pattern.exec(piece)?.[1];
    if (count !== undefined) return ta(key, { count: Number(count) });
  }
  if (/^[a-z]+\.[a-z_]+$/.test(piece) && hasErrorText(piece)) return errorText({ code: piece });
  return IN_WORDS.has(act) ? piece.split(/[ ,]/).map(wordOf).join(', ') : piece;
}
/** What came of it; empty where the row says nothing but that it was done. */
export function resultWords({ act, result, resultOf }: Pick<AuditLine, 'act' | 'result' | 'resultOf'>): string {
  if (resultOf) return objectWords(resultOf);
  return result === ''
    ? ''
    : result
        .split(', ')
        .map((piece) => pieceWords(act, piece))
        .join(', ');
}

export function objectWords(object: AuditObject | undefined): string {
  if (object === undefined) return '';
  const { kind, label, arrivalNumber, of } = object;
  const number = arrivalNumber === undefined ? '' : ta('auditLog.arrival', { number: arrivalNumber });
  const name = [number || textOr(`auditLog.of.${kind}`, ''), label].filter(Boolean).join(number && label ? ' · ' : ' ');
  const whole = of === undefined ? '' : objectWords(of);
  return name && whole ? ta('auditLog.ofWhole', { name, of: whole }) : name || whole;
}

/** Where it can be looked at; the row's own thing, else the document it belongs to. */
export function placeOf(object: AuditObject | undefined): View | undefined {
  if (object === undefined) return undefined;
  const { kind, id, of } = object;
  if (id !== undefined) {
    if (kind === 'incoming' || kind === 'outgoing') return { at: kind, id };
    if (kind === 'dossier') return { at: 'dossiers', id };
    if (kind === 'petition') return { at: 'papers', tab: 'petitions', id };
  }
  return placeOf(of);
}
/** By which rows about the same thing are asked for. */
export const asked = (object: AuditObject | undefined): AuditObject | undefined =>
  object?.id === undefined ? (object?.of?.id === undefined ? undefined : object.of) : object;
export const roleWords = (role: string): string =>
  role
    .split(',')
    .map((one) => textOr(`role.${one}`, one))
    .join(', ');
