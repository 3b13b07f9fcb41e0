/** Words of the care of the store: backup, check, audit file, and the reconciliation after a restore. */
export const maintenanceText = {
  'menu.maintenance': 'Quản trị',
  'maintenance.back': 'Về Quản trị',
  'maintenance.title': 'Sao lưu và kiểm tra',

  'backup.title': 'Sao lưu',
  'backup.never': 'Chưa sao lưu lần nào. Chọn nơi sao lưu, cắm ổ sao lưu và bấm Sao lưu ngay.',
  'backup.today': 'Đã sao lưu hôm nay, lúc {{at}}.',
  'backup.old': 'Đã {{days}} ngày chưa sao lưu. Cắm ổ sao lưu và bấm Sao lưu ngay.',
  'backup.last': 'Bản gần nhất',
  'backup.lastText': '{{at}} – {{files}} tệp, {{size}}, đã đọc lại và đúng với bản gốc',
  'backup.chosen': 'Đã chọn nơi sao lưu.',
  'backup.hint': 'Nên là ổ thứ hai hoặc USB cất riêng. Khi ổ đang cắm, mỗi ngày trạm tự sao lưu một lần.',
  'backup.now': 'Sao lưu ngay',
  'backup.running': 'Đang sao lưu',

  'check.title': 'Kiểm tra kho',
  'check.lead':
    'Đọc lại toàn bộ tệp, sổ, số và nhật ký, tìm chỗ hỏng hoặc lệch. Trạm tự kiểm tra mỗi tuần một lần; trong lúc kiểm tra vẫn làm việc được.',
  'check.now': 'Kiểm tra kho',
  'check.repair': 'Dựng lại chỉ mục tìm kiếm nếu bị lệch',
  'check.running': 'Đang kiểm tra kho',
  'check.never': 'Chưa kiểm tra lần nào.',
  'check.unfinished': 'Lần kiểm tra vừa rồi chưa chạy hết nên không có kết quả mới. Dữ liệu không bị thay đổi.',
  'check.last': 'Kiểm tra xong lúc {{at}}: {{files}} tệp, {{documents}} văn bản, {{numbers}} số trong sổ, {{rows}} dòng nhật ký.',
  'check.good': 'Mọi thứ đều khớp.',
  'check.found': 'Có {{count}} điều cần xem:',
  'check.orphans': 'Đã dọn {{count}} tệp dở dang không thuộc văn bản nào (còn lại từ lần máy tắt đột ngột).',
  'check.restore':
    'Phần còn lại của kho vẫn dùng được, không có gì bị xóa. Bản sao lưu tốt gần nhất: {{at}}. Khôi phục chỗ hỏng từ bản đó.',
  'check.noBackup':
    'Phần còn lại của kho vẫn dùng được, không có gì bị xóa. Chưa có bản sao lưu nào: chọn nơi sao lưu ở trên và sao lưu ngay phần còn đọc được.',
  'check.repaired': 'Đã dựng lại chỉ mục tìm kiếm: {{lists}}.',

  'job.preparing': 'đang chuẩn bị…',
  'job.progress': '{{done}} trên {{total}} phần',
  'job.stop': 'Dừng',

  'audit.title': 'Nhật ký',
  'audit.lead': 'Ghi toàn bộ nhật ký ra một tệp có chữ ký của máy trạm này. Việc xuất nhật ký cũng được ghi vào nhật ký.',
  'audit.open': 'Xem nhật ký',
  'settings.audit.title': 'Nhật ký',
  'settings.audit.lead': 'Ai đã làm gì, lúc nào, kết quả ra sao. Nhật ký chỉ thêm dòng, không sửa, không xóa được.',
  'audit.export': 'Xuất nhật ký…',
  'audit.saved': 'Đã xuất {{rows}} dòng nhật ký. Dấu vân tay của khóa ký nhật ký:',
  'audit.keep': 'Ghi dấu vân tay này ra giấy, để riêng với tệp: người kiểm tra dùng nó để biết tệp do máy trạm này xuất và còn nguyên vẹn.',

  'reconcile.title': 'Đối chiếu trước khi làm việc',
  'reconcile.open': 'Đối chiếu…',
  'reconcile.banner.restored':
    'Dữ liệu này vừa được khôi phục từ bản sao lưu. Văn bản đã có vẫn an toàn; tạm dừng gửi, nhận và cấp số cho đến khi đối chiếu xong.',
  'reconcile.banner.copied':
    'Dữ liệu này được chép từ máy khác sang. Văn bản đã có vẫn an toàn; tạm dừng gửi, nhận và cấp số cho đến khi đối chiếu xong.',
  'reconcile.banner.rolled_back':
    'Dữ liệu này cũ hơn dữ liệu máy đã làm việc trước đây. Văn bản đang có vẫn an toàn; tạm dừng gửi, nhận và cấp số cho đến khi đối chiếu xong.',
  'reconcile.askAdministrator': 'Nhờ quản trị đối chiếu.',
  'reconcile.why': 'Đối chiếu để không gửi lại văn bản đã gửi và không cấp lại số đã cấp. Làm lần lượt ba bước.',
  'reconcile.notNeeded': 'Dữ liệu này không cần đối chiếu.',
  'reconcile.notNeededNext': 'Gửi, nhận và cấp số đang làm việc bình thường.',
  'reconcile.only': 'Việc này cần vai trò quản trị.',

  'reconcile.step1': 'Bước 1. Hỏi Trục liên thông',
  'reconcile.step1Lead': 'Hỏi những gì cơ quan đã gửi và đã báo từ {{from}} đến nay. Có thể hỏi nhiều lần.',
  'reconcile.compare': 'Hỏi Trục liên thông',
  'reconcile.compareAgain': 'Hỏi lại',
  'reconcile.compared':
    'Đã hỏi lúc {{at}}. Trục liên thông có {{found}} lượt gửi mà kho này ghi là chưa gửi (sẽ không gửi lại); {{unknown}} văn bản, trạng thái đã gửi mà kho này không có; {{listed}} gói đến được đưa lại vào danh sách nhận.',
  'reconcile.unknown': 'Văn bản đã gửi mà kho này không có ({{count}})',
  'reconcile.unknownLead': 'Tìm bản giấy hoặc bản lưu của các văn bản này để bổ sung hồ sơ. Số của chúng đã được tính ở bước 2.',
  'reconcile.unknownNone': 'Không có văn bản nào đã gửi mà kho này không có.',
  'reconcile.sentAt': 'Gửi lúc',
  'reconcile.untitled': 'không rõ trích yếu',

  'reconcile.step2': 'Bước 2. Xác nhận số cuối của từng sổ',
  'reconcile.step2Lead':
    'So với sổ giấy hoặc văn bản mới nhất. Nếu đã cấp số lớn hơn số đề nghị, sửa lại rồi xác nhận. Số đã xác nhận không hạ xuống được.',
  'reconcile.step2First': 'Làm bước 1 trước: số đề nghị tính cả những gì Trục liên thông có.',
  'reconcile.book': 'Sổ',
  'reconcile.period': 'Kỳ',
  'reconcile.series': 'Dãy số',
  'reconcile.common': 'chung',
  'reconcile.held': 'Số cuối trong kho',
  'reconcile.last': 'Số cuối đã cấp',
  'reconcile.lastOf': 'Số cuối đã cấp, {{book}}',
  'reconcile.confirm': 'Xác nhận số cuối',
  'reconcile.confirmOf': 'Xác nhận số cuối, {{book}}',
  'reconcile.confirmed': 'Đã xác nhận số {{last}}',
  'reconcile.whole': 'Nhập một số nguyên.',
  'reconcile.filled': 'Số {{first}} đến {{last}} sẽ ghi vào sổ là đã cấp trước khi khôi phục, không dùng lại.',
  'reconcile.filledFromStart': 'Các số đến {{last}} sẽ ghi vào sổ là đã cấp trước khi khôi phục, không dùng lại.',
  'reconcile.filledOne': 'Số {{last}} sẽ ghi vào sổ là đã cấp trước khi khôi phục, không dùng lại.',

  'reconcile.step3': 'Bước 3. Kết thúc đối chiếu',
  'reconcile.step3Lead': 'Sau bước này, trạm gửi, nhận và cấp số trở lại.',
  'reconcile.step3Open': 'Còn {{count}} sổ chưa xác nhận số cuối.',
  'reconcile.finish': 'Kết thúc đối chiếu',
  'reconcile.finished': 'Đã đối chiếu xong. Gửi, nhận và cấp số làm việc trở lại.',
} as const;
