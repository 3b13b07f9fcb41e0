/** What the two other offices write to this one: the everyday papers of a commune, invented throughout. */
import type { Priority } from '../domain/edxml.ts';

export type SampleType = 'Công văn' | 'Báo cáo' | 'Kế hoạch' | 'Giấy mời' | 'Quyết định' | 'Thông báo' | 'Hướng dẫn' | 'Tờ trình';
/** `Type` of group B in QCVN 102:2016 with SĐ1:2022 and the abbreviation of Decree 30, annex III. */
export const SAMPLE_TYPES: Readonly<Record<SampleType, { readonly code: number; readonly abbreviation: string }>> = {
  'Công văn': { code: 18, abbreviation: '' },
  'Báo cáo': { code: 14, abbreviation: 'BC' },
  'Kế hoạch': { code: 10, abbreviation: 'KH' },
  'Giấy mời': { code: 25, abbreviation: 'GM' },
  'Quyết định': { code: 2, abbreviation: 'QĐ' },
  'Thông báo': { code: 7, abbreviation: 'TB' },
  'Hướng dẫn': { code: 8, abbreviation: 'HD' },
  'Tờ trình': { code: 16, abbreviation: 'TTr' },
};

export interface Sample {
  readonly from: 'department' | 'neighbour';
  readonly type: SampleType;
  readonly subject: string;
  readonly body: readonly string[];
  readonly priority?: Priority;
  /** Days after its date by which an answer is due. */
  readonly dueIn?: number;
  readonly table?: { readonly widths: readonly number[]; readonly rows: readonly (readonly string[])[] };
  /** A second file beside the letter. */
  readonly extra?: 'xlsx' | 'docx' | 'pdf';
  /** Absent: both signatures, as it should be. */
  readonly signed?: 'none' | 'leader';
}

export const SAMPLES: readonly Sample[] = [
  {
    from: 'department',
    type: 'Công văn',
    subject: 'tăng cường ứng phó mưa lũ, bảo đảm an toàn cho Nhân dân vùng trũng thấp',
    priority: 3,
    dueIn: 1,
    body: [
      'Theo bản tin dự báo khí tượng thủy văn, từ đêm nay đến hết ngày kia trên địa bàn tỉnh Mẫu có mưa to đến rất to, nguy cơ cao xảy ra ngập úng cục bộ và sạt lở đất tại các xã ven sông.',
      'Đề nghị Ủy ban nhân dân các xã khẩn trương rà soát các hộ dân ở vùng trũng thấp, sẵn sàng phương án sơ tán; phân công trực 24/24 giờ; chuẩn bị lực lượng, phương tiện, vật tư theo phương châm “bốn tại chỗ”.',
      'Báo cáo nhanh tình hình và thiệt hại (nếu có) về Sở Mẫu trước 16 giờ 00 ngày mai để tổng hợp, trình Ủy ban nhân dân tỉnh.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'rà soát, báo cáo việc quản lý và sử dụng con dấu, thiết bị lưu khóa bí mật năm 2026',
    priority: 1,
    dueIn: 5,
    body: [
      'Thực hiện quy định về công tác văn thư, Sở Mẫu đề nghị Ủy ban nhân dân các xã rà soát việc quản lý, sử dụng con dấu và thiết bị lưu khóa bí mật của cơ quan, của người có thẩm quyền ký văn bản.',
      'Nội dung báo cáo gồm: số lượng con dấu đang sử dụng; số thiết bị lưu khóa bí mật được cấp, đang sử dụng, hỏng, mất; việc giao nhận khi thay đổi người quản lý; khó khăn, vướng mắc và đề xuất.',
    ],
  },
  {
    from: 'department',
    type: 'Giấy mời',
    subject: 'Dự hội nghị giao ban công tác văn thư, lưu trữ quý IV năm 2026',
    dueIn: 3,
    body: [
      'Sở Mẫu trân trọng kính mời đại diện lãnh đạo Ủy ban nhân dân xã và công chức phụ trách văn thư dự hội nghị giao ban công tác văn thư, lưu trữ quý IV năm 2026.',
      'Thời gian: 08 giờ 00, thứ Sáu tuần này. Địa điểm: Hội trường tầng 2, trụ sở Sở Mẫu.',
      'Đề nghị đơn vị đăng ký danh sách đại biểu trước ngày họp một ngày làm việc. Rất mong các đồng chí dự họp đầy đủ, đúng giờ.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'phối hợp xác minh ranh giới thửa đất giáp ranh giữa hai xã',
    dueIn: 10,
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm nhận được đơn đề nghị xác định ranh giới thửa đất số 15, tờ bản đồ số 08 của hộ dân cư trú tại thôn Mẫu 2, giáp ranh với thôn Ví Dụ 1 thuộc xã Ví Dụ.',
      'Để có cơ sở giải quyết, đề nghị Ủy ban nhân dân xã Ví Dụ cử công chức địa chính phối hợp kiểm tra hiện trạng, cung cấp bản trích lục hồ sơ địa chính của các thửa đất liền kề.',
    ],
  },
  {
    from: 'department',
    type: 'Kế hoạch',
    subject: 'Kiểm tra công tác cải cách hành chính tại Ủy ban nhân dân các xã năm 2026',
    body: [
      'Mục đích: đánh giá việc thực hiện nhiệm vụ cải cách hành chính; phát hiện cách làm hay để nhân rộng, kịp thời chấn chỉnh tồn tại, hạn chế.',
      'Nội dung kiểm tra: công tác chỉ đạo, điều hành; việc giải quyết thủ tục hành chính; tiếp nhận, xử lý văn bản trên môi trường mạng; chấp hành kỷ luật, kỷ cương hành chính.',
      'Ủy ban nhân dân các xã chuẩn bị báo cáo theo đề cương gửi kèm và bố trí thành phần làm việc với Đoàn kiểm tra.',
    ],
    table: {
      widths: [1, 5, 4],
      rows: [
        ['STT', 'Đơn vị được kiểm tra', 'Thời gian'],
        ['1', 'UBND xã Ví Dụ', 'Tuần 1 tháng 12 năm 2026'],
        ['2', 'UBND xã Thử Nghiệm', 'Tuần 2 tháng 12 năm 2026'],
      ],
    },
    extra: 'docx',
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'cung cấp số liệu tiếp nhận, giải quyết thủ tục hành chính tháng 11 năm 2026',
    dueIn: 4,
    extra: 'xlsx',
    body: [
      'Để tổng hợp báo cáo Ủy ban nhân dân tỉnh, Sở Mẫu đề nghị Ủy ban nhân dân các xã cung cấp số liệu tiếp nhận và giải quyết thủ tục hành chính trong tháng theo biểu mẫu gửi kèm.',
      'Số liệu tính từ ngày 01 đến hết ngày 20 của tháng; gửi về Văn phòng Sở trên Trục liên thông văn bản quốc gia.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Báo cáo',
    subject: 'Kết quả phối hợp bảo đảm an ninh, trật tự địa bàn giáp ranh 10 tháng năm 2026',
    body: [
      'Trong 10 tháng năm 2026, Ủy ban nhân dân xã Thử Nghiệm và Ủy ban nhân dân xã Ví Dụ đã duy trì giao ban hằng quý, tổ chức 12 buổi tuần tra chung tại các thôn giáp ranh, không để phát sinh điểm nóng.',
      'Tồn tại: việc trao đổi thông tin có lúc còn chậm; đường dây nóng giữa hai xã chưa cập nhật khi thay đổi cán bộ.',
      'Phương hướng: tiếp tục thực hiện quy chế phối hợp, cập nhật danh sách đầu mối ngay trong tháng 12.',
    ],
  },
  {
    from: 'department',
    type: 'Thông báo',
    subject: 'Lịch bảo trì hệ thống thông tin giải quyết thủ tục hành chính',
    body: [
      'Sở Mẫu thông báo tạm dừng hệ thống thông tin giải quyết thủ tục hành chính từ 22 giờ 00 thứ Bảy đến 05 giờ 00 Chủ nhật tuần này để nâng cấp.',
      'Trong thời gian trên, đề nghị các đơn vị hướng dẫn người dân nộp hồ sơ sau khi hệ thống hoạt động trở lại.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Giấy mời',
    subject: 'Dự Ngày hội Đại đoàn kết toàn dân tộc tại khu dân cư Mẫu 2',
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm trân trọng kính mời đại diện lãnh đạo Ủy ban nhân dân xã Ví Dụ dự Ngày hội Đại đoàn kết toàn dân tộc tại khu dân cư Mẫu 2.',
      'Thời gian: 07 giờ 30, Chủ nhật tuần này. Địa điểm: Nhà văn hóa thôn Mẫu 2. Rất hân hạnh được đón tiếp.',
    ],
  },
  {
    from: 'department',
    type: 'Hướng dẫn',
    subject: 'Lập danh mục hồ sơ và nộp lưu hồ sơ điện tử năm 2026',
    extra: 'pdf',
    body: [
      'Căn cứ các quy định về công tác văn thư, lưu trữ, Sở Mẫu hướng dẫn lập danh mục hồ sơ và nộp lưu hồ sơ điện tử như sau:',
      'Danh mục hồ sơ được ban hành vào đầu năm, ghi rõ tiêu đề, thời hạn lưu trữ, người lập hồ sơ. Công chức được giao giải quyết công việc lập hồ sơ về công việc đó.',
      'Hồ sơ đã kết thúc được nộp vào lưu trữ của cơ quan trong thời hạn một năm. Mẫu danh mục hồ sơ ban hành kèm theo Hướng dẫn này.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'góp ý dự thảo Quy chế tiếp nhận, xử lý văn bản trên môi trường mạng',
    dueIn: 7,
    extra: 'docx',
    body: [
      'Sở Mẫu đang xây dựng dự thảo Quy chế tiếp nhận, xử lý văn bản trên môi trường mạng của các cơ quan thuộc tỉnh.',
      'Đề nghị Ủy ban nhân dân các xã nghiên cứu, tham gia ý kiến bằng văn bản. Quá thời hạn, đơn vị không gửi ý kiến được coi là thống nhất với dự thảo.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'cung cấp thông tin xác nhận nơi cư trú của công dân',
    dueIn: 3,
    priority: 1,
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm đang giải quyết hồ sơ hỗ trợ đột xuất cho hộ gia đình chuyển đến từ xã Ví Dụ trong tháng 9 năm 2026.',
      'Đề nghị Ủy ban nhân dân xã Ví Dụ xác nhận thời gian cư trú và các chế độ hỗ trợ hộ gia đình đã hưởng tại địa phương để tránh trùng lặp.',
    ],
  },
  {
    from: 'department',
    type: 'Quyết định',
    subject: 'Về việc thành lập Tổ công tác hỗ trợ chuyển đổi số cấp xã',
    body: [
      'Thành lập Tổ công tác hỗ trợ chuyển đổi số cấp xã gồm các ông, bà có tên trong danh sách kèm theo.',
      'Tổ công tác có nhiệm vụ hướng dẫn, tháo gỡ khó khăn, vướng mắc trong ứng dụng công nghệ thông tin tại Ủy ban nhân dân các xã; báo cáo kết quả hằng tháng.',
      'Chánh Văn phòng Sở, thủ trưởng các đơn vị liên quan và các ông, bà có tên tại danh sách chịu trách nhiệm thi hành Quyết định này.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'đăng ký nhu cầu tập huấn nghiệp vụ văn thư, lưu trữ năm 2027',
    dueIn: 12,
    body: [
      'Để xây dựng kế hoạch tập huấn năm 2027, Sở Mẫu đề nghị Ủy ban nhân dân các xã đăng ký số lượng công chức, nội dung và thời gian tập huấn phù hợp.',
      'Văn bản đăng ký gửi về Văn phòng Sở để tổng hợp.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Thông báo',
    subject: 'Tạm ngừng lưu thông để sửa chữa cầu Mẫu trên đường liên xã',
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm thông báo tạm ngừng lưu thông qua cầu Mẫu trên đường liên xã Ví Dụ – Thử Nghiệm để sửa chữa mặt cầu trong thời gian 10 ngày.',
      'Đề nghị Ủy ban nhân dân xã Ví Dụ thông tin tới Nhân dân và hướng dẫn phương tiện đi theo đường tránh qua thôn Ví Dụ 3.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'triển khai tháng hành động vì môi trường và phân loại rác tại nguồn',
    body: [
      'Sở Mẫu đề nghị Ủy ban nhân dân các xã tuyên truyền, vận động Nhân dân phân loại rác thải sinh hoạt tại nguồn, tổ chức ít nhất một buổi tổng vệ sinh trong tháng.',
      'Khuyến khích các thôn đăng ký mô hình tự quản về môi trường, gửi hình ảnh và kết quả thực hiện khi kết thúc.',
    ],
  },
  {
    from: 'department',
    type: 'Báo cáo',
    subject: 'Tổng hợp tình hình gửi, nhận văn bản điện tử quý III năm 2026',
    extra: 'xlsx',
    body: [
      'Quý III năm 2026, các cơ quan, đơn vị trên địa bàn tỉnh đã gửi, nhận 18.420 văn bản điện tử qua Trục liên thông; tỷ lệ văn bản được ký số đầy đủ đạt 97,6%.',
      'Một số đơn vị còn chậm phản hồi trạng thái xử lý; còn văn bản gửi đi thiếu chữ ký số của cơ quan.',
    ],
    table: {
      widths: [1, 5, 2, 2],
      rows: [
        ['STT', 'Đơn vị', 'Đã gửi', 'Đã nhận'],
        ['1', 'UBND xã Ví Dụ', '305', '412'],
        ['2', 'UBND xã Thử Nghiệm', '287', '398'],
      ],
    },
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'đề nghị hỗ trợ lực lượng tham gia diễn tập phòng cháy, chữa cháy rừng',
    dueIn: 6,
    body: [
      'Thực hiện kế hoạch diễn tập phòng cháy, chữa cháy rừng năm 2026, Ủy ban nhân dân xã Thử Nghiệm đề nghị Ủy ban nhân dân xã Ví Dụ cử 15 đồng chí thuộc lực lượng dân quân tham gia phối hợp.',
      'Thời gian tập trung: 06 giờ 00, thứ Năm tuần tới tại Nhà văn hóa xã Thử Nghiệm.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'chấn chỉnh việc chấp hành giờ giấc làm việc và trực cơ quan',
    signed: 'leader',
    body: [
      'Qua theo dõi, còn một số đơn vị chưa thực hiện nghiêm việc trực cơ quan ngoài giờ hành chính, ảnh hưởng đến việc tiếp nhận văn bản khẩn.',
      'Đề nghị Ủy ban nhân dân các xã quán triệt, phân công trực và công khai số điện thoại của người trực.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'trao đổi kinh nghiệm tổ chức bộ phận tiếp nhận và trả kết quả',
    signed: 'none',
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm mong muốn được đến tìm hiểu, trao đổi kinh nghiệm về tổ chức bộ phận tiếp nhận và trả kết quả của xã Ví Dụ.',
      'Kính đề nghị Ủy ban nhân dân xã Ví Dụ quan tâm, bố trí thời gian phù hợp.',
    ],
  },
  {
    from: 'department',
    type: 'Kế hoạch',
    subject: 'Tổ chức hội thi “Công chức xã với chuyển đổi số” năm 2026',
    body: [
      'Hội thi nhằm nâng cao kỹ năng số, tạo phong trào thi đua trong đội ngũ công chức cấp xã; mỗi xã cử một đội gồm 03 thành viên.',
      'Nội dung thi: hiểu biết chung về chuyển đổi số, xử lý tình huống khi tiếp dân, thực hành trên hệ thống. Thời gian dự kiến: tháng 12 năm 2026.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'báo cáo kết quả giải ngân vốn chương trình xây dựng nông thôn mới',
    priority: 1,
    dueIn: 2,
    body: [
      'Phục vụ phiên họp của Ủy ban nhân dân tỉnh, đề nghị Ủy ban nhân dân các xã báo cáo kết quả giải ngân vốn chương trình mục tiêu quốc gia xây dựng nông thôn mới đến hết tháng 11 năm 2026.',
      'Báo cáo nêu rõ số vốn được giao, số đã giải ngân, nguyên nhân chậm và cam kết tiến độ.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Tờ trình',
    subject: 'Về việc thống nhất quy chế phối hợp quản lý hồ chứa nước Mẫu',
    dueIn: 15,
    body: [
      'Hồ chứa nước Mẫu nằm trên địa bàn hai xã Thử Nghiệm và Ví Dụ, phục vụ tưới cho 320 ha lúa và hoa màu. Việc vận hành hiện chưa có quy chế phối hợp bằng văn bản.',
      'Ủy ban nhân dân xã Thử Nghiệm đề nghị Ủy ban nhân dân xã Ví Dụ xem xét, thống nhất nội dung dự thảo quy chế để hai bên cùng ký ban hành.',
    ],
  },
  {
    from: 'department',
    type: 'Thông báo',
    subject: 'Kết luận của Giám đốc Sở tại buổi làm việc với Ủy ban nhân dân các xã',
    body: [
      'Giám đốc Sở ghi nhận nỗ lực của các xã trong việc tiếp nhận, xử lý văn bản trên môi trường mạng; đề nghị tiếp tục duy trì việc phản hồi trạng thái xử lý trong ngày.',
      'Giao Văn phòng Sở tổng hợp kiến nghị của các xã, tham mưu trả lời trước ngày 10 tháng 12 năm 2026.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'rà soát hộ nghèo, hộ cận nghèo định kỳ năm 2026',
    dueIn: 14,
    extra: 'xlsx',
    body: [
      'Đề nghị Ủy ban nhân dân các xã tổ chức rà soát hộ nghèo, hộ cận nghèo định kỳ năm 2026 bảo đảm dân chủ, công khai, đúng đối tượng.',
      'Kết quả rà soát niêm yết tại trụ sở và nhà văn hóa thôn, tổng hợp theo biểu mẫu gửi kèm.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Thông báo',
    subject: 'Thay đổi số điện thoại trực và hộp thư công vụ của Ủy ban nhân dân xã',
    body: [
      'Ủy ban nhân dân xã Thử Nghiệm thông báo thay đổi số điện thoại trực cơ quan và hộp thư công vụ kể từ ngày 01 tháng 12 năm 2026.',
      'Các cơ quan, đơn vị cập nhật để thuận tiện trong liên hệ công tác.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'phối hợp tuyên truyền chính sách bảo hiểm y tế hộ gia đình',
    body: [
      'Sở Mẫu đề nghị Ủy ban nhân dân các xã phối hợp tuyên truyền chính sách bảo hiểm y tế hộ gia đình trên hệ thống truyền thanh cơ sở, thời lượng ít nhất 02 buổi mỗi tuần.',
      'Tài liệu tuyên truyền được đăng tải trên cổng thông tin của Sở.',
    ],
  },
  {
    from: 'department',
    type: 'Quyết định',
    subject: 'Về việc công nhận sáng kiến cấp cơ sở năm 2026',
    body: [
      'Công nhận 05 sáng kiến cấp cơ sở năm 2026 của các cá nhân có tên trong danh sách kèm theo.',
      'Các cá nhân có sáng kiến được công nhận được hưởng quyền lợi theo quy định hiện hành.',
      'Quyết định này có hiệu lực kể từ ngày ký.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'mượn hội trường để tổ chức lớp tập huấn khuyến nông',
    dueIn: 4,
    body: [
      'Do hội trường của xã đang sửa chữa, Ủy ban nhân dân xã Thử Nghiệm kính đề nghị Ủy ban nhân dân xã Ví Dụ cho mượn hội trường trong 02 ngày để tổ chức lớp tập huấn khuyến nông.',
      'Số lượng học viên khoảng 60 người. Xã Thử Nghiệm chịu trách nhiệm vệ sinh và bảo quản tài sản.',
    ],
  },
  {
    from: 'department',
    type: 'Hướng dẫn',
    subject: 'Sử dụng biểu mẫu điện tử trong giải quyết thủ tục hành chính lĩnh vực hộ tịch',
    body: [
      'Biểu mẫu điện tử được khai thác trực tiếp trên hệ thống; thông tin đã có trong cơ sở dữ liệu được điền sẵn, người dân không phải kê khai lại.',
      'Công chức tiếp nhận kiểm tra thông tin, hướng dẫn người dân xác nhận và trả kết quả bản điện tử song song với bản giấy.',
    ],
  },
  {
    from: 'department',
    type: 'Giấy mời',
    subject: 'Dự lớp bồi dưỡng kỹ năng soạn thảo văn bản hành chính',
    body: [
      'Sở Mẫu kính mời 02 công chức của Ủy ban nhân dân xã dự lớp bồi dưỡng kỹ năng soạn thảo văn bản hành chính.',
      'Thời gian: 02 ngày, bắt đầu lúc 07 giờ 30 thứ Tư tuần tới. Địa điểm: phòng họp số 1, trụ sở Sở Mẫu.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Báo cáo',
    subject: 'Sơ kết một năm thực hiện quy chế phối hợp giữa hai xã',
    body: [
      'Sau một năm thực hiện, hai xã đã trao đổi 46 văn bản, phối hợp giải quyết 11 vụ việc phát sinh tại địa bàn giáp ranh, được Nhân dân đồng tình.',
      'Đề xuất bổ sung nội dung phối hợp về phòng, chống thiên tai và quản lý lao động tạm trú.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'kiểm tra, cập nhật mã định danh điện tử của các đơn vị trực thuộc',
    dueIn: 8,
    body: [
      'Đề nghị Ủy ban nhân dân các xã kiểm tra, đối chiếu mã định danh điện tử của đơn vị và các đơn vị trực thuộc trong danh mục dùng chung.',
      'Trường hợp có sai khác, gửi văn bản đề nghị điều chỉnh về Sở Mẫu để tổng hợp.',
    ],
  },
  {
    from: 'department',
    type: 'Thông báo',
    subject: 'Lịch nghỉ Tết Dương lịch năm 2027 và phân công trực',
    body: [
      'Sở Mẫu thông báo lịch nghỉ Tết Dương lịch năm 2027 theo quy định; các đơn vị phân công trực, bảo đảm tiếp nhận và xử lý kịp thời văn bản khẩn.',
      'Danh sách trực gửi về Văn phòng Sở trước ngày 28 tháng 12 năm 2026.',
    ],
  },
  {
    from: 'neighbour',
    type: 'Công văn',
    subject: 'phối hợp tiêm phòng gia súc, gia cầm đợt 2 tại các thôn giáp ranh',
    body: [
      'Để phòng dịch bệnh lây lan, Ủy ban nhân dân xã Thử Nghiệm đề nghị Ủy ban nhân dân xã Ví Dụ phối hợp triển khai tiêm phòng gia súc, gia cầm đợt 2 cùng thời gian tại các thôn giáp ranh.',
      'Đề nghị thống nhất lịch triển khai trong tuần đầu tháng 12 năm 2026.',
    ],
  },
  {
    from: 'department',
    type: 'Công văn',
    subject: 'xây dựng dự toán kinh phí số hóa tài liệu lưu trữ năm 2027',
    dueIn: 9,
    body: [
      'Sở Mẫu đề nghị Ủy ban nhân dân các xã thống kê khối tài liệu cần số hóa, xây dựng dự toán kinh phí năm 2027 gửi cơ quan tài chính thẩm định.',
      'Tài liệu số hóa ưu tiên: hồ sơ hộ tịch, hồ sơ địa chính, văn bản có thời hạn lưu trữ vĩnh viễn.',
    ],
  },
];
