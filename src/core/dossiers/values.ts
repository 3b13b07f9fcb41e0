/** A file and its documents as the fields of Annex VI: what its XML says. */

import type { DossierDetail, DossierItemRow } from '../../contract/page/dossiers.ts';
import { USUAL_LANGUAGE } from '../../domain/dossiers.ts';
import type { EdxmlDocument } from '../../domain/edxml.ts';
import type { DossierDocument, FieldValues } from '../../formats/dossier/index.ts';
import { readHistory } from '../documents/history.ts';
import type { Store } from '../store/types.ts';
import { momentText } from '../words.ts';

export interface ExportedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}
interface Incoming {
  readonly number: string;
  readonly notation: string;
  readonly language: string;
  readonly note: string | null;
  readonly arrival_date: string | null;
  readonly signer: string | null;
  readonly message: string | null;
  readonly priority: number;
  readonly to_places: string;
  readonly due_date: string | null;
  readonly instruction: string | null;
}
interface Outgoing {
  readonly code: string;
  readonly notation: string;
  readonly language: string;
  readonly note: string;
  readonly signer: string;
  readonly signer_position: string;
  readonly recipients: string;
  readonly priority: number;
  readonly due_date: string | null;
  readonly copies: number | null;
}

export const codeValues = (organId: string, { year, notation }: Pick<DossierDetail, 'year' | 'notation'>): FieldValues => ({
  OrganId: organId,
  FileCatalog: year,
  FileNotation: notation,
});
export const fileValues = (organId: string, detail: DossierDetail): FieldValues => ({
  FileCode: codeValues(organId, detail),
  Title: detail.title,
  Maintenance: detail.maintenance,
  Rights: detail.rights,
  Creator: detail.creator,
  Language: detail.language || USUAL_LANGUAGE,
  StartDate: detail.startDate,
  EndDate: detail.endDate,
  DocTotal: detail.documents,
  PageTotal: detail.pages,
  Description: detail.description,
});

/** Opinions and states of an arrival, a line each, as its history has them. */
function trace(store: Store, id: string, instruction: string | null): string {
  const said = instruction === null ? undefined : (JSON.parse(instruction) as { leader?: string; text?: string; lead?: string });
  const lines = readHistory(store, 'incoming_id', id)
    .filter((line) => typeof line.params.text === 'string' && line.params.text !== '')
    .map((line) => `${momentText(line.at)}, ${line.for ?? line.by}: ${String(line.params.text)}`);
  const first = said?.text ? [`${said.leader ?? ''}: ${said.text}${said.lead ? ` (chủ trì: ${said.lead})` : ''}`] : [];
  return [...first, ...lines].join('\n');
}

/** The position of the signer as the message says it. */
function positionOf(message: string | null): string | undefined {
  return message === null ? undefined : (JSON.parse(message) as Partial<EdxmlDocument>).signer?.position;
}

/** @param files as they stand outside */
export function documentValues(store: Store, code: FieldValues, item: DossierItemRow, files: readonly ExportedFile[]): DossierDocument {
  const { db } = store;
  const common: FieldValues = {
    FileCode: code,
    DocOrdinal: item.ordinal,
    TypeName: item.typeName,
    IssuedDate: item.date,
    OrganName: item.agency,
    Subject: item.subject,
    PageAmount: item.pages,
    Attachment: files.map((file) => ({ FileName: file.name, Size: file.size, SHA256: file.sha256 })),
  };
  const remarks = (note: string): string => [item.destroyed ? 'Đã tiêu hủy' : '', note, item.note].filter(Boolean).join('. ');
  if (item.side === 'incoming') {
    const row = db
      .prepare(
        `SELECT number, notation, language, note, arrival_date, signer, message, priority, to_places, due_date, instruction FROM incoming WHERE id = ?`,
      )
      .get(item.documentId) as Incoming;
    return {
      side: 'incoming',
      values: {
        ...common,
        CodeNumber: row.number,
        CodeNotation: row.notation,
        Language: row.language || USUAL_LANGUAGE,
        Description: remarks(row.note ?? ''),
        ArrivalDate: row.arrival_date ?? undefined,
        ArrivalNumber: item.arrivalNumber,
        SignerInfo: { Position: positionOf(row.message), FullName: row.signer ?? undefined },
        Priority: row.priority,
        ToPlaces: (JSON.parse(row.to_places) as string[]).join('; '),
        TraceHeaderList: item.destroyed ? '' : trace(store, item.documentId, row.instruction),
        DueDate: row.due_date ?? undefined,
      },
    };
  }
  const row = db
    .prepare(
      `SELECT o.code, o.notation, o.language, o.note, o.signer, o.signer_position, o.recipients, o.priority, o.due_date, p.copies
       FROM outgoing o LEFT JOIN outgoing_paper p ON p.outgoing_id = o.id WHERE o.id = ?`,
    )
    .get(item.documentId) as Outgoing;
  return {
    side: 'outgoing',
    values: {
      ...common,
      CodeNumber: row.code.split('/')[0] ?? '',
      CodeNotation: row.notation,
      Language: row.language || USUAL_LANGUAGE,
      Description: remarks(row.note),
      SignerInfo: { Position: row.signer_position, FullName: row.signer },
      To: (JSON.parse(row.recipients) as { organId?: string; name: string }[]).map((one) => ({
        OrganId: one.organId,
        OrganName: one.name,
      })),
      Priority: row.priority,
      IssuedAmount: row.copies ?? 1,
      DueDate: row.due_date ?? undefined,
    },
  };
}
