/**
 * The shape of every answer: one line of ASCII JSON with the three fields always present as strings, never null,
 * which is all that every version of the official client can digest.
 */
export interface Answer {
  readonly status: 'OK' | 'FAIL';
  readonly ErrorCode: string;
  readonly ErrorDesc: string;
  readonly [field: string]: unknown;
}

/**
 * Codes of the training axis's refusals. VXP's own codes are not public; these follow the list of a provincial
 * gateway where it has one (10–23) and must not be taken for those of the real axis.
 */
export const REFUSALS = {
  badFile: ['10', 'Tệp gửi lên không khớp mã băm hash-file.'],
  badCredential: ['15', 'Sai mã hệ thống hoặc khóa kết nối.'],
  badSignHeader: ['16', 'Phần đầu đã ký không khớp với phần đầu nhận được.'],
  unknownRecipient: ['18', 'Trục không có cơ quan nhận này'],
  foreignSender: ['19', 'Cơ quan gửi không thuộc hệ thống đang kết nối.'],
  axisFault: ['20', 'Trục gặp lỗi khi xử lý.'],
  unreadable: ['22', 'Gói tin không đúng cấu trúc edXML.'],
  noSuchPackage: ['24', 'Trục không có gói tin này cho hệ thống đang kết nối.'],
  documentIdTaken: ['25', 'Cơ quan gửi đã có văn bản khác mang mã định danh này.'],
  badParameter: ['26', 'Tham số không đúng'],
  notInTraining: ['27', 'Trục tập huấn không nhận đăng ký hoặc xóa cơ quan.'],
  unknownCall: ['28', 'Trục không có dịch vụ này.'],
} as const satisfies Record<string, readonly [string, string]>;
export type Refusal = keyof typeof REFUSALS;

export const okAnswer = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({
  status: 'OK',
  ErrorCode: '0',
  ErrorDesc: '',
  ...fields,
});
/** @param detail put after the sentence, e.g. the organ's code */
export function refusal(kind: Refusal, fields: Readonly<Record<string, unknown>> = {}, detail?: string): Answer {
  const [code, sentence] = REFUSALS[kind];
  return { status: 'FAIL', ErrorCode: code, ErrorDesc: detail === undefined ? sentence : `${sentence}: ${detail}`, ...fields };
}

/** The field that a call's failed answer must still carry, or the official client reads nothing at all. */
export function emptyFields(call: string): Readonly<Record<string, unknown>> {
  if (call === 'sendEdoc') return { DocId: '' };
  if (call === 'getEdoc') return { data: '' };
  if (call.startsWith('count')) return { count: 0 };
  return /^get.*(?:List|QD20|Unit)$/.test(call) ? { data: [] } : {};
}

export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
