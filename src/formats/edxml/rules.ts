/**
 * The rules a document must keep before it goes out: lengths and forms of QCVN 102:2016 as the field's checker
 * applies them, Decree 30/2020 annex VI for the signer. One problem a field, with a code a clerk has a sentence for.
 */
import type { EdxmlStatus, Organization } from '../../domain/edxml.ts';
import type { LegalDate } from '../../domain/time.ts';
import { fieldLabel } from './labels.ts';
import type { OutgoingEdxmlDocument } from './writer.ts';
import { hasRefusedCharacter } from './xml.ts';

export interface FieldProblem {
  /** Path in the document, e.g. `to.2.email`. */
  readonly field: string;
  readonly code:
    | 'edxml.field_missing'
    | 'edxml.field_too_long'
    | 'edxml.field_form'
    | 'edxml.control_character'
    | 'edxml.same_recipient'
    | 'edxml.date_in_future';
  /** `field` is the name a clerk knows. */
  readonly params: Readonly<Record<string, string | number>>;
}

const EMAIL = /^[^\s@<>(),;:]+@[^\s@<>(),;:.]+(?:\.[^\s@<>(),;:.]+)+$/;
/** Decision 20/2020 codes, QCVN 102:2016 codes and enterprises' codes alike. */
const ORGAN_ID = /^[0-9A-Z][0-9A-Z-]*(\.[0-9A-Z-]+)*$/i;

/**
 * @param names files that go with it, in order
 * @param today for "not in the future"; left out, that rule is not asked
 */
export function validateDocument(
  document: OutgoingEdxmlDocument,
  names: readonly string[] = [],
  today?: LegalDate,
): readonly FieldProblem[] {
  const check = new Check();
  organization(check, 'from', document.from);
  recipients(check, document.to);
  check.text('documentId', document.documentId, 500, true);
  check.text('code.number', document.code.number, 11, true);
  check.text('code.notation', document.code.notation, 30, true);
  check.text('promulgation.place', document.promulgation.place, 50);
  if (!document.promulgation.date) check.problem('promulgation.date', 'edxml.field_missing');
  else if (today !== undefined && document.promulgation.date > today) check.problem('promulgation.date', 'edxml.date_in_future');
  check.text('documentType.typeName', document.documentType.typeName, 100, true);
  check.text('subject', document.subject, 500, true);
  check.text('content', document.content, 500);
  check.text('signer.competence', document.signer?.competence, 100);
  check.text('signer.position', document.signer?.position, 100);
  check.text('signer.fullName', document.signer?.fullName, 50);
  document.toPlaces.forEach((place, i) => {
    check.text(`toPlaces.${i + 1}`, place, 150);
  });
  if (![undefined, 0, 1, 2].includes(document.steeringType)) check.problem('steeringType', 'edxml.field_form');
  otherInfo(check, document);
  business(check, document);
  names.forEach((name, i) => {
    check.text(`attachments.${i + 1}`, name, 500, true);
  });
  // Whatever has no rule of its own must still be writable: each text of the message, wherever it stands.
  characters(check, '', document);
  return check.problems;
}

/** A status message says who answers, about which document of whom, and what. */
export function validateStatus(status: EdxmlStatus): readonly FieldProblem[] {
  const check = new Check();
  check.text('from.organId', status.from.organId, 35, true);
  check.form('from.organId', status.from.organId, ORGAN_ID);
  check.text('responseFor.organId', status.responseFor.organId, 35, true);
  check.form('responseFor.organId', status.responseFor.organId, ORGAN_ID);
  check.text('responseFor.documentId', status.responseFor.documentId, 500, true);
  check.text('statusCode', status.statusCode, 10, true);
  check.text('description', status.description, 1000);
  return check.problems;
}

function characters(check: Check, path: string, value: unknown): void {
  if (typeof value === 'string') {
    if (hasRefusedCharacter(value)) check.problem(path, 'edxml.control_character');
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [key, part] of Object.entries(value)) {
      const name = Array.isArray(value) ? String(Number(key) + 1) : key;
      characters(check, path === '' ? name : `${path}.${name}`, part);
    }
  }
}

class Check {
  readonly problems: FieldProblem[] = [];
  problem(field: string, code: FieldProblem['code'], params?: FieldProblem['params']): void {
    if (!this.problems.some((p) => p.field === field)) this.problems.push({ field, code, params: { field: fieldLabel(field), ...params } });
  }
  /** Length in characters as a person counts them after NFC. */
  text(field: string, value: string | undefined, max: number, needed = false): void {
    const text = value?.trim().normalize('NFC') ?? '';
    if (text === '') {
      if (needed) this.problem(field, 'edxml.field_missing');
    } else if (hasRefusedCharacter(text)) this.problem(field, 'edxml.control_character');
    else if ([...text].length > max) this.problem(field, 'edxml.field_too_long', { max });
  }
  form(field: string, value: string | undefined, pattern: RegExp): void {
    if (value !== undefined && value.trim() !== '' && !pattern.test(value.trim())) this.problem(field, 'edxml.field_form');
  }
  amount(field: string, value: number | undefined): void {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) this.problem(field, 'edxml.field_form');
  }
}

function organization(check: Check, path: string, organ: Organization): void {
  check.text(`${path}.organId`, organ.organId, 35, true);
  check.form(`${path}.organId`, organ.organId, ORGAN_ID);
  check.text(`${path}.organizationInCharge`, organ.organizationInCharge, 200);
  check.text(`${path}.organName`, organ.organName, 200, true);
  check.text(`${path}.organAdd`, organ.organAdd, 250);
  check.text(`${path}.email`, organ.email, 100);
  check.form(`${path}.email`, organ.email, EMAIL);
  check.text(`${path}.telephone`, organ.telephone, 20);
  check.text(`${path}.fax`, organ.fax, 20);
  check.text(`${path}.website`, organ.website, 100);
}

function recipients(check: Check, to: readonly Organization[]): void {
  if (to.length === 0) check.problem('to', 'edxml.field_missing');
  const seen = new Set<string>();
  for (const [i, organ] of to.entries()) {
    organization(check, `to.${i + 1}`, organ);
    if (organ.organId === undefined) continue;
    if (seen.has(organ.organId)) check.problem(`to.${i + 1}`, 'edxml.same_recipient', { organId: organ.organId });
    seen.add(organ.organId);
  }
}

function otherInfo(check: Check, { otherInfo: info }: OutgoingEdxmlDocument): void {
  check.text('otherInfo.sphereOfPromulgation', info.sphereOfPromulgation, 100);
  check.text('otherInfo.typerNotation', info.typerNotation, 10);
  check.amount('otherInfo.promulgationAmount', info.promulgationAmount);
  check.amount('otherInfo.pageAmount', info.pageAmount);
}

/** Each kind of message says which document it is about, as the samples do. */
function business(check: Check, document: OutgoingEdxmlDocument): void {
  const { type, documentId, replacements } = document.business;
  if (type === 1 && !document.responseFor.some((r) => r.documentId)) check.problem('responseFor', 'edxml.field_missing');
  if (type === 2 && !documentId) check.problem('business.documentId', 'edxml.field_missing');
  if (type === 3 && !replacements.some((r) => r.documentId)) check.problem('business.replacements', 'edxml.field_missing');
}
