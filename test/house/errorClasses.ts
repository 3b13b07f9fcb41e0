/**
 * What kind of thing an error code is, for `docs/promises/errors.md`: met by a person as an act that was refused (`screen`, the
 * rest), a line among others (`line`), or a door that no screen leads to (`door`, with why). Kept true by `errorsPage.test.ts`, and by the
 * walks of errors, which fail where their window shows the code of a door.
 */
export type ErrorClass = 'screen' | 'line' | 'door';

/** Reasons in a verdict, findings of a check, faults of a cell, states of the line, notes on a package: read in their list or row. */
const LINES: readonly RegExp[] = [/^(?:verify|form|check|entry|edxml|zip|axis|reader|parsing|cms)\./, /^signing\.form_/];
/** Of these rooms, what is answered to an act all the same. */
const ACTS: ReadonlySet<string> = new Set([
  'verify.not_a_pdf',
  'entry.no_columns',
  'entry.too_many_rows',
  'entry.empty',
  'entry.no_sheet',
  'entry.not_clean',
  'check.cancelled',
  'axis.endpoint_invalid',
  'axis.loopback_in_real',
  'axis.training_organ_in_real',
  'axis.real_organ_in_training',
]);

/** Why no screen leads to a door. */
export const DOOR_WORDS = {
  gone: 'names something that no list shows any more: somebody else was quicker',
  step: 'the screen offers the act only where it is not refused',
  form: 'the form does not let it be sent so',
  behind: 'another check says it first',
  bound: 'an end far beyond what an office has',
  ours: 'between our own processes: a fault of ours, or a race that the next try wins',
} as const;
export type DoorReason = keyof typeof DOOR_WORDS;
export const DOORS: Readonly<Record<string, DoorReason>> = {
  'accounts.person_ended': 'gone',
  'accounts.person_unknown': 'gone',
  'accounts.way_in_unknown': 'gone',
  'accounts.rekey_running': 'step',
  'accounts.role_needed': 'form',
  'axis.organ_unknown': 'gone',
  'axis.paused': 'ours',
  'axis.no_agency_list': 'step',
  'axis.no_recipient': 'behind',
  'axis.not_connected': 'step',
  'axis.package_problem': 'ours',
  'axis.unexpected': 'ours',
  'check.broken_off': 'ours',
  'contract.bad_input': 'form',
  'contract.too_many': 'ours',
  'contract.unknown_call': 'ours',
  'copies.number_moved': 'ours',
  'deadlines.no_such_outage': 'gone',
  'destruction.unknown': 'gone',
  'directory.group_too_large': 'bound',
  'documents.not_found': 'gone',
  'documents.not_our_organ': 'gone',
  'documents.not_set_aside': 'gone',
  'documents.package_gone': 'step',
  'documents.recall_answered': 'gone',
  'documents.refusal_needs_reason': 'form',
  'documents.unknown_kind': 'form',
  'dossiers.full': 'bound',
  'dossiers.list_full': 'bound',
  'dossiers.no_item': 'gone',
  'dossiers.too_large_to_export': 'bound',
  'dossiers.unknown': 'gone',
  'files.no_such_upload': 'ours',
  'files.not_found': 'gone',
  'files.upload_out_of_order': 'ours',
  'folder.no_line': 'ours',
  'folder.no_such_peer': 'gone',
  'folder.slip_back_already': 'step',
  'handover.no_machine': 'ours',
  'handover.organ_unknown': 'gone',
  'handover.people_needed': 'form',
  'handover.taker_needed': 'form',
  'handover.under_way_already': 'step',
  'handover.unknown': 'gone',
  'languages.not_a_catalogue': 'behind',
  'office.too_large': 'bound',
  'page.pin_port_missing': 'ours',
  'pdf.already_certified': 'behind',
  'pdf.field_missing': 'ours',
  'pdf.font_missing': 'ours',
  'pdf.font_unusable': 'ours',
  'pdf.letter_missing': 'bound',
  'pdf.too_large_to_compose': 'bound',
  'petitions.no_such_person': 'gone',
  'print.no_such_job': 'gone',
  'registers.no_such_book': 'gone',
  'registers.no_such_form': 'gone',
  'registers.too_long': 'bound',
  'restore.destroyed': 'step',
  'restore.not_open': 'step',
  'restore.running': 'step',
  'rules.not_found': 'gone',
  'scan.no_such_group': 'gone',
  'scan.no_such_page': 'gone',
  'scan.no_folder': 'step',
  'scan.whole_stays': 'step',
  'session.no_profile': 'step',
  'session.other_profile_open': 'step',
  'session.setup_expired': 'ours',
  'shell.not_a_copy': 'step',
  'signing.all_signed': 'step',
  'signing.copy_of_nothing': 'step',
  'signing.initial_after_leader': 'behind',
  'signing.joint_after_signature': 'step',
  'signing.joint_own_fields': 'step',
  'signing.mark_for_arrivals': 'step',
  'signing.no_such_act': 'ours',
  'signing.result_not_intact': 'ours',
  'token.act_exists': 'ours',
  'token.no_such_act': 'ours',
  'token.pin_fixed': 'step',
  'token.too_many_certificates': 'bound',
  'training.not_started': 'ours',
  'transfers.not_signed': 'step',
  'trust.too_many': 'bound',
  'verify.signature_replaced': 'behind',
};

/** What has its sentence alone and is no door: why no test brings it about. Who finds a way takes it out. */
export const UNPROVEN: Readonly<Record<string, string>> = {
  'backup.copy_differs': 'a disk that gives back other bytes than were written, and says nothing',
  'page.pdf_unreadable': 'said by the page: pdf.js fails at a file that was read and judged before',
  'petitions.too_many_pages': 'said by the page: a petition of more pages than are blacked out at once',
  'scan.given_up': 'said by the page of a file whose making a person stopped',
};

export function classOf(code: string): ErrorClass {
  if (code in DOORS) return 'door';
  return !ACTS.has(code) && LINES.some((line) => line.test(code)) ? 'line' : 'screen';
}
