/** What the axis room and the documents room hand each other. */
import type { BusinessType, EdxmlDocument, EdxmlStatus, EdxmlWarning, Priority } from '../../domain/edxml.ts';
import type { AppError } from '../../domain/errors.ts';
import type { EdxmlDocumentId, OrganId, RecordId } from '../../domain/ids.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import type { Instant } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { WrittenBlob } from '../store/types.ts';

/** A document package that was read and judged; its files are synced but not yet named by rows. */
export interface ReceivedDocument {
  readonly packageId: RecordId;
  /** The organ of ours that it is for. */
  readonly organId: OrganId;
  readonly transportSender: string;
  readonly message: EdxmlDocument;
  readonly files: readonly {
    readonly blob: WrittenBlob;
    readonly name: string;
    readonly detected: string;
    readonly verdict?: PdfVerdict;
    /** Absent: no PDF, or it could not be looked through. */
    readonly secrecy?: SecrecyFinding;
  }[];
  readonly warnings: readonly EdxmlWarning[];
  /** It came by hand, in this bundle of that workstation. */
  readonly carried?: { readonly name: string; readonly number: number };
}
export interface ReceivedStatus {
  readonly packageId: RecordId;
  readonly organId: OrganId;
  readonly transportSender: string;
  readonly message: EdxmlStatus;
}

/** The documents room, as the inbox sees it. Both run inside the inbox's one transaction. */
export interface Receiver {
  /** Stores the document, its files, trace, audit and status 01; `duplicate` when this sender's DocumentId is here already. */
  document(received: ReceivedDocument): 'stored' | 'duplicate';
  status(received: ReceivedStatus): 'stored' | 'duplicate' | 'orphan';
  /** Why a document must not be taken in at all (another office's, secret, no file…); asked before anything is stored. */
  refuse(received: ReceivedDocument): AppError | undefined;
}

export interface NewDocumentDispatch {
  readonly organId: OrganId;
  readonly outgoingId: RecordId;
  readonly documentId: EdxmlDocumentId;
  readonly priority: Priority;
  readonly title: string;
  /** The whole package, already recorded in this transaction. */
  readonly blob: WrittenBlob;
  readonly recipients: readonly { readonly organId?: string; readonly name: string }[];
  /** 0 unless told; a message of another type may go more than once. */
  readonly businessType?: BusinessType;
  /** Goes only after this dispatch was accepted. */
  readonly afterId?: RecordId;
}
export interface NewStatusDispatch {
  readonly organId: OrganId;
  /** The document it reports on; absent for status 13, which is about one of ours. */
  readonly incomingId?: RecordId;
  readonly outgoingId?: RecordId;
  readonly afterId?: RecordId;
  readonly status: EdxmlStatus;
  readonly priority: Priority;
  readonly title: string;
}

/** A row of the axis's sent list; what it does not tell is ''. */
export interface SentItem {
  readonly docId: string;
  readonly from: string;
  readonly to: string;
  /** Số, ký hiệu. */
  readonly code: string;
  readonly title: string;
  /** Of the message itself; beyond the official fields. */
  readonly documentId: string;
  /** 0 where it cannot be read. */
  readonly sentAt: number;
}

export interface ListedItem {
  readonly docId: string;
  readonly from: string;
  readonly to: string;
  /** initial, processing, done, fail, in small letters. */
  readonly status: string;
}
/** Both ends inclusive, by the axis's day where it knows no finer one. */
export interface ListWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** One transport's calls, with what it can do declared. Every failure is a `TransportError`. */
export interface Transport {
  readonly capabilities: {
    /** Can it be asked whether it has a package of this DocumentId? */
    readonly findByDocumentId: boolean;
    /** Does it list only by dates? Then the inbox asks for windows that overlap. */
    readonly listsByDates: boolean;
    /** Has it a list of agencies? */
    readonly agencies: boolean;
    /** Does an answer show the axis's clock? */
    readonly clock: boolean;
  };
  /** The cheapest authenticated call: true reachability. Returns the axis's clock where its answer shows it. */
  check(): Promise<{ serverTime?: number }>;
  /** What waits; of a window of time where one is given. */
  list(messageType: 'edoc' | 'status', window?: ListWindow): Promise<readonly ListedItem[]>;
  /** Streams the decoded package; breaking off ends the connection. */
  fetch(docId: string): AsyncIterable<Uint8Array>;
  send(dispatch: {
    messageType: 'edoc' | 'status';
    from: OrganId;
    to: readonly OrganId[];
    size: number;
    sha256: Uint8Array;
    read(): AsyncIterable<Uint8Array>;
  }): Promise<{ docId: string }>;
  /** The axis's transport id of the package with this DocumentId, or undefined. */
  find(messageType: 'edoc' | 'status', documentId: string): Promise<string | undefined>;
  /**
   * Everything of a time on, whatever became of it, those marked done or failed too; for a reconciliation. An axis that
   * does not heed the date answers with what waits.
   */
  listSince?(messageType: 'edoc' | 'status', from: number): Promise<readonly ListedItem[]>;
  /** What the organs of this connection sent, one row a recipient, as the axis lists it. */
  sent?(messageType: 'edoc' | 'status'): Promise<readonly SentItem[]>;
  acknowledge(docId: string, outcome: 'done' | 'fail', description?: string): Promise<void>;
  agencies(): Promise<readonly { organId: string; name: string; parentId?: string; otherCode?: string; mail?: string }[]>;
  /** The list by the codes of Decision 20/2020, where the axis has one: the same fields. */
  agenciesQd20?(): Promise<readonly { organId: string; name: string; parentId?: string; otherCode?: string; mail?: string }[]>;
}

/** How a call failed, as far as the next step depends on it. */
export type TransportFailure =
  /** Nothing left this machine, or no connection was made: surely not received. */
  | 'no_network'
  /** A connection was made; whether the axis has it cannot be told. */
  | 'unknown_outcome'
  /** 5xx or an answer that is not the expected JSON. */
  | 'axis_error'
  | 'credential_refused'
  /** TLS did not come about because of a certificate, the axis's or ours: surely not received. */
  | 'certificate'
  /** The axis refuses the package itself: a person must act. */
  | 'refused';
