/** How much of a message the reader takes before it refuses: each with the error's code that says so. */
export interface EdxmlLimits {
  /** Elements inside one another; `edxml.too_deep`. */
  readonly depth: number;
  /** Attributes of one element; `edxml.too_many_attributes`. */
  readonly attributes: number;
  /** Elements in all; `edxml.too_large`. */
  readonly elements: number;
  /** Bytes between two tags outside an attachment's content; `edxml.text_too_long`. */
  readonly text: number;
  /** Bytes of everything but the attachments' content; `edxml.too_large`. */
  readonly markup: number;
  /** Attachments; `edxml.too_many_attachments`. */
  readonly attachments: number;
  /** Decoded bytes of one attachment, before and after unwrapping; `edxml.attachment_too_large`. */
  readonly attachmentBytes: number;
  /** Decoded bytes of all attachments, unwrapped copies included; `edxml.attachment_too_large`. */
  readonly totalBytes: number;
}

export const edxmlLimits = (attachmentBytes: number): EdxmlLimits => ({
  depth: 64,
  attributes: 64,
  elements: 200_000,
  text: 1024 * 1024,
  markup: 16 * 1024 * 1024,
  attachments: 100,
  attachmentBytes,
  totalBytes: attachmentBytes * 4,
});
