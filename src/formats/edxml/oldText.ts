/**
 * Messages typed in an old encoding (TCVN3, VNI) are read in Unicode: field by field, and only where a field shows it.
 * Ids, codes of agencies and the wording that goes back to the sender stay as they came; the package holds the original.
 */
import type { EdxmlDocument, EdxmlStatus, Organization, StaffInfo } from '../../domain/edxml.ts';
import { decodeOld, detectOld, fromOld, OLD_ENCODINGS, type OldEncoding } from '../../domain/oldEncodings.ts';
import { secrecyDegree } from '../../domain/secrecy.ts';

/** So many words in one field speak for the other fields of the same message too. */
const SURE = 3;
/** One word is enough in a short field of a message that is known to be in that encoding. */
const BESIDE = 1;

type Convert = (text: string) => string;
export interface InUnicode<T> {
  readonly message: T;
  readonly encoding?: OldEncoding;
}

/** Converts each field that shows the encoding, and remembers which one it was. */
function converter(texts: readonly (string | undefined)[]): { convert: Convert; used(): OldEncoding | undefined } {
  const sure = texts.map((text) => (text === undefined ? undefined : detectOld(text))).find((found) => found && found.words >= SURE);
  let used: OldEncoding | undefined;
  return {
    convert(text) {
      const { text: converted, encoding } = fromOld(text, sure ? BESIDE : undefined);
      if (encoding === undefined || (sure && encoding !== sure.encoding)) return text;
      used = encoding;
      return converted;
    },
    used: () => used,
  };
}

const organizationOf = (from: Organization, convert: Convert): Organization => ({
  ...from,
  ...(from.organName === undefined ? {} : { organName: convert(from.organName) }),
  ...(from.organizationInCharge === undefined ? {} : { organizationInCharge: convert(from.organizationInCharge) }),
  ...(from.organAdd === undefined ? {} : { organAdd: convert(from.organAdd) }),
});
const staffOf = (staff: StaffInfo, convert: Convert): StaffInfo => ({
  ...staff,
  ...(staff.department === undefined ? {} : { department: convert(staff.department) }),
  ...(staff.staff === undefined ? {} : { staff: convert(staff.staff) }),
});

export function documentInUnicode(message: EdxmlDocument): InUnicode<EdxmlDocument> {
  const { convert, used } = converter([message.subject, message.content, message.from.organName, ...message.toPlaces]);
  const { code, signer, promulgation, documentType, business, otherInfo } = message;
  const notation = code.notation === undefined ? undefined : abbreviation(code.notation, message.subject, convert);
  const converted: EdxmlDocument = {
    ...message,
    from: organizationOf(message.from, convert),
    to: message.to.map((one) => organizationOf(one, convert)),
    code: { ...code, ...(notation === undefined ? {} : { notation }) },
    promulgation: { ...promulgation, ...(promulgation.place === undefined ? {} : { place: convert(promulgation.place) }) },
    documentType: { ...documentType, ...(documentType.typeName === undefined ? {} : { typeName: convert(documentType.typeName) }) },
    toPlaces: message.toPlaces.map(convert),
    ...(message.subject === undefined ? {} : { subject: convert(message.subject) }),
    ...(message.content === undefined ? {} : { content: convert(message.content) }),
    ...(signer === undefined
      ? {}
      : {
          signer: {
            ...signer,
            ...(signer.fullName === undefined ? {} : { fullName: convert(signer.fullName) }),
            ...(signer.position === undefined ? {} : { position: convert(signer.position) }),
          },
        }),
    otherInfo: { ...otherInfo, appendixes: otherInfo.appendixes.map(convert) },
    business: {
      ...business,
      ...(business.reason === undefined ? {} : { reason: convert(business.reason) }),
      ...(business.staffInfo === undefined ? {} : { staffInfo: staffOf(business.staffInfo, convert) }),
    },
    attachments: message.attachments.map((file) => ({
      ...file,
      name: convert(file.name),
      ...(file.description === undefined ? {} : { description: convert(file.description) }),
    })),
  };
  const mark = message.secrecyMark ?? hiddenMark(message);
  const encoding = used();
  return {
    message: {
      ...(encoding === undefined && converted.code.notation === code.notation ? message : converted),
      ...(converted.code.notation === code.notation ? {} : { writtenCode: code }),
      ...(mark === undefined ? {} : { secrecyMark: mark }),
    },
    ...(encoding === undefined ? {} : { encoding }),
  };
}

export function statusInUnicode(message: EdxmlStatus): InUnicode<EdxmlStatus> {
  const { convert, used } = converter([message.description, message.from.organName]);
  const converted: EdxmlStatus = {
    ...message,
    from: organizationOf(message.from, convert),
    ...(message.description === undefined ? {} : { description: convert(message.description) }),
    ...(message.staffInfo === undefined ? {} : { staffInfo: staffOf(message.staffInfo, convert) }),
  };
  const encoding = used();
  return encoding === undefined ? { message } : { message: converted, encoding };
}

/** `Q§-UBND`: capitals that no syllable proves, so the rest of the message has to. */
function abbreviation(notation: string, subject: string | undefined, convert: Convert): string {
  const found = subject === undefined ? undefined : detectOld(subject);
  if (found === undefined) return convert(notation);
  const decoded = decodeOld(notation, found.encoding);
  return /^[A-ZĂÂĐÊÔƠƯ0-9./&\s-]+$/.test(decoded) ? decoded : notation;
}

/** A degree of secrecy written in an old encoding is one all the same: `MËt`, `Toái maät`. */
function hiddenMark(message: EdxmlDocument): string | undefined {
  const texts = [message.documentType.typeName, message.otherInfo.sphereOfPromulgation];
  for (const text of texts) {
    if (text === undefined) continue;
    for (const encoding of OLD_ENCODINGS) {
      const decoded = decodeOld(text, encoding);
      if (decoded !== text && secrecyDegree(decoded)) return decoded;
    }
  }
  return undefined;
}
