/** Fields by the names a clerk knows (Decree 30/2020, annexes I and VI), for the sentences of refusals. */
const LABELS: Readonly<Record<string, string>> = {
  from: 'Cơ quan gửi',
  to: 'Nơi nhận',
  organId: 'mã định danh',
  organizationInCharge: 'cơ quan chủ quản',
  organName: 'tên cơ quan',
  organAdd: 'địa chỉ',
  email: 'thư điện tử',
  telephone: 'điện thoại',
  fax: 'fax',
  website: 'trang thông tin điện tử',
  documentId: 'Mã văn bản điện tử',
  'code.number': 'Số văn bản',
  'code.notation': 'Ký hiệu văn bản',
  'promulgation.place': 'Địa danh',
  'promulgation.date': 'Ngày văn bản',
  'documentType.typeName': 'Tên loại văn bản',
  subject: 'Trích yếu',
  content: 'Nội dung',
  'signer.competence': 'Quyền hạn của người ký',
  'signer.position': 'Chức vụ của người ký',
  'signer.fullName': 'Họ tên người ký',
  toPlaces: 'Dòng nơi nhận',
  trace: 'Nơi văn bản đi qua',
  'otherInfo.sphereOfPromulgation': 'Phạm vi phát hành',
  'otherInfo.typerNotation': 'Ký hiệu người soạn thảo',
  'otherInfo.promulgationAmount': 'Số lượng bản phát hành',
  'otherInfo.pageAmount': 'Số trang',
  steeringType: 'Loại chỉ đạo',
  statusCode: 'Mã trạng thái',
  description: 'Lý do hoặc mô tả',
  attachments: 'Tệp kèm theo',
  responseFor: 'Văn bản được trả lời hoặc thu hồi',
  'business.documentId': 'Văn bản được cập nhật',
  'business.replacements': 'Văn bản được thay thế',
  /** Elements of the message whose names differ from the fields'. */
  CodeNumber: 'Số văn bản',
  CodeNotation: 'Ký hiệu văn bản',
  Place: 'Địa danh hoặc nơi nhận',
  TypeName: 'Tên loại văn bản',
  FullName: 'Họ tên người ký',
  Position: 'Chức vụ của người ký',
  Competence: 'Quyền hạn của người ký',
  Description: 'Mô tả hoặc lý do',
  BussinessDocReason: 'Lý do',
  Staff: 'Họ tên văn thư',
  Department: 'Bộ phận',
};

/** `to.2.email` → `Nơi nhận thứ 2: thư điện tử`; also takes the name of an element. What has no name stays as it is. */
export function fieldLabel(path: string): string {
  const whole = LABELS[path] ?? LABELS[`${path.slice(0, 1).toLowerCase()}${path.slice(1)}`];
  if (whole !== undefined) return whole;
  const m = /^(\w+?)(?:\.(\d+))?(?:\.(\w+))?$/.exec(path);
  const base = m && LABELS[m[1] ?? ''];
  if (!m || base === undefined) return path;
  return `${base}${m[2] ? ` thứ ${m[2]}` : ''}${m[3] ? `: ${LABELS[m[3]] ?? m[3]}` : ''}`;
}
