/**
 * Kinds of administrative document with their abbreviations (Decree 30/2020, annex III) and the `Type` written into
 * edXML. The numbers follow group B of QCVN 102:2016/SĐ1:2022 as far as it could be read; 10–17 are inferred from the
 * decree's order, so `TypeName` is always written beside them.
 */
export interface DocumentKind {
  readonly name: string;
  /** Empty for công văn, whose notation names the agency and the drafting unit instead. */
  readonly abbreviation: string;
  readonly type: number;
}

export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  { name: 'Nghị quyết', abbreviation: 'NQ', type: 1 },
  { name: 'Quyết định', abbreviation: 'QĐ', type: 2 },
  { name: 'Chỉ thị', abbreviation: 'CT', type: 3 },
  { name: 'Quy chế', abbreviation: 'QC', type: 4 },
  { name: 'Quy định', abbreviation: 'QyĐ', type: 5 },
  { name: 'Thông cáo', abbreviation: 'TC', type: 6 },
  { name: 'Thông báo', abbreviation: 'TB', type: 7 },
  { name: 'Hướng dẫn', abbreviation: 'HD', type: 8 },
  { name: 'Chương trình', abbreviation: 'CTr', type: 9 },
  { name: 'Kế hoạch', abbreviation: 'KH', type: 10 },
  { name: 'Phương án', abbreviation: 'PA', type: 11 },
  { name: 'Đề án', abbreviation: 'ĐA', type: 12 },
  { name: 'Dự án', abbreviation: 'DA', type: 13 },
  { name: 'Báo cáo', abbreviation: 'BC', type: 14 },
  { name: 'Biên bản', abbreviation: 'BB', type: 15 },
  { name: 'Tờ trình', abbreviation: 'TTr', type: 16 },
  { name: 'Hợp đồng', abbreviation: 'HĐ', type: 17 },
  { name: 'Công văn', abbreviation: '', type: 18 },
  { name: 'Công điện', abbreviation: 'CĐ', type: 19 },
  { name: 'Bản ghi nhớ', abbreviation: 'BGN', type: 20 },
  { name: 'Bản thỏa thuận', abbreviation: 'BTT', type: 22 },
  { name: 'Giấy ủy quyền', abbreviation: 'GUQ', type: 24 },
  { name: 'Giấy mời', abbreviation: 'GM', type: 25 },
  { name: 'Giấy giới thiệu', abbreviation: 'GGT', type: 26 },
];

export const documentKind = (name: string): DocumentKind | undefined => DOCUMENT_KINDS.find((kind) => kind.name === name);
