/**
 * "Khi máy hỏng": the words of the one page that lies with the recovery code. It is read when nothing else can be: by whoever
 * stands before a dead machine, on paper. Facts of the store are filled in; what only the office knows is left to be written.
 */
export interface DeadMachineFacts {
  readonly office: string;
  readonly organs: readonly string[];
  /** Where the backups lie; empty before a place was chosen. */
  readonly places: readonly { readonly path: string; readonly otherDisk: boolean; readonly last?: string }[];
  readonly version: string;
  readonly made: string;
}
export interface DeadMachinePage {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly steps: readonly string[];
  readonly never: readonly string[];
  /** To be filled in by hand. */
  readonly call: readonly string[];
}
const BLANK = '…………………………………………';

export function deadMachinePage({ office, organs, places, version, made }: DeadMachineFacts): DeadMachinePage {
  const kept =
    places.length === 0
      ? [['Ổ sao lưu', `chưa chọn khi in; ghi tay: ${BLANK}`] as const]
      : places.map(
          ({ path, otherDisk, last }, i) =>
            [
              places.length === 1 ? 'Ổ sao lưu' : `Ổ sao lưu ${i + 1}`,
              `${path}${otherDisk ? ' (ổ rời)' : ' (cùng ổ với máy: không dùng được khi máy hỏng ổ)'}; lần cuối khi in: ${last ?? 'chưa có'}`,
            ] as const,
        );
  return {
    title: 'Khi máy văn thư hỏng',
    subtitle: 'Cất cùng phong bì mã khôi phục. Làm lần lượt từ trên xuống.',
    facts: [
      ['Cơ quan', office],
      ...(organs.length === 0 ? [] : [['Mã định danh', organs.join(', ')] as const]),
      ['Phần mềm', `Trạm Văn thư ${version}`],
      ...kept,
      ['Ổ sao lưu để ở', BLANK],
      ['Bộ cài để ở', BLANK],
      ['Ngày in', made.replace(/^ngày /, '')],
    ],
    steps: [
      'Tắt máy hỏng, rút mạng. Không mở lại máy này để vào sổ nữa.',
      'Báo lãnh đạo. Văn bản hỏa tốc, khẩn trong lúc chờ: nhận và gửi bản giấy, ghi tạm vào sổ giấy (số ghi “chờ”).',
      'Lấy một máy Windows khác, cài Trạm Văn thư từ bộ cài (cùng phiên bản hoặc mới hơn).',
      'Cắm ổ sao lưu. Mở Trạm Văn thư, chọn “Khôi phục từ bản sao lưu”, chỉ thư mục sao lưu, chọn bản mới nhất.',
      'Mở phong bì khi có ý kiến của người đứng đầu cơ quan; nhập mã khôi phục.',
      'Trả lời các câu hỏi về quyền cấp số và đối chiếu với Trục liên thông: ghi số cuối đã cấp ở từng sổ (xem văn bản, sổ giấy gần nhất).',
      'Vào sổ bù những văn bản đã ghi tạm. Cắm USB ký số, ký thử, gửi thử một văn bản.',
      'Tạo mã khôi phục mới, in phong bì mới và in lại tờ này. Sao lưu ngay.',
    ],
    never: [
      'Không dùng song song máy cũ và máy mới: hai máy sẽ cấp trùng số.',
      'Không tự sửa, chép, xóa tệp trong thư mục dữ liệu hay trong ổ sao lưu.',
      'Không gửi mã khôi phục, mật khẩu, mã PIN qua điện thoại, Zalo, thư điện tử; không đưa cho người sửa máy.',
      'Không nhập mã PIN USB ký số khi chưa chắc: sai nhiều lần USB bị khóa.',
      'Không đưa máy hỏng đi sửa, bỏ đi khi ổ đĩa còn trong máy mà chưa báo lãnh đạo.',
    ],
    call: ['Người giữ phong bì', 'Lãnh đạo phụ trách', 'Hỗ trợ kỹ thuật của xã, tỉnh', 'Đầu mối Trục liên thông của tỉnh'].map(
      (who) => `${who}: ……………………… Điện thoại: ………………`,
    ),
  };
}
