/** Words of Cài đặt: the frame, and the sections that belong to no other room. */
export const settingsText = {
  'menu.settings': 'Cài đặt',
  'settings.sections': 'Các phần cài đặt',
  'settings.filter': 'Tìm phần cài đặt',
  'settings.nothingFound': 'Không có phần nào có “{{text}}”. Xóa bớt chữ để xem tất cả.',
  'settings.group.office': 'Cơ quan và sổ',
  'settings.group.people': 'Người dùng và quyền',
  'settings.group.work': 'Thời hạn, giao việc',
  'settings.group.line': 'Kết nối',
  'settings.group.signing': 'Chữ ký số, con dấu',
  'settings.group.machine': 'Máy và hỗ trợ',
  'settings.group.training': 'Tập huấn',
  'settings.none': 'Vai trò này không có phần nào để cài đặt. Việc cài đặt do người quản trị làm.',
  'settings.saved': 'Đã ghi cài đặt.',

  'settings.training.title': 'Tập huấn',
  'settings.training.lead':
    'Các ngày làm việc mẫu. Cơ quan khác trong tập huấn tự gửi, tự trả lời theo kịch bản; không có gì gửi ra ngoài.',
  'training.day.busy_day': 'Một ngày bận rộn',
  'training.day.busy_day.lead':
    'Bốn mươi văn bản đến trong sáu phút, có hỏa tốc, gói lỗi, gói gửi nhầm, gửi trùng, lấy lại, thu hồi, cập nhật, thay thế. Một cơ quan trả lời chậm và hỏi lại, một cơ quan từ chối bớt văn bản.',
  'training.day.busy_day.begun': 'Đã bắt đầu ngày bận rộn. Văn bản sẽ đến dần trong sáu phút.',
  'training.day.three_days_down': 'Mất mạng ba ngày',
  'training.day.three_days_down.lead':
    'Mạng bị ngắt ngay. Làm việc như khi mất mạng: vào sổ văn bản giấy, ký, phát hành. Bấm Nối lại mạng để nhận sáu mươi văn bản đã dồn lại và gửi những gì đang chờ.',
  'training.day.three_days_down.begun': 'Đã ngắt mạng. Khi xong, bấm Nối lại mạng ở góc dưới bên phải.',
  'training.day.begin': 'Bắt đầu',
  'training.day.progress': 'Tiến độ của ngày mẫu',
  'training.day.sent': 'Đã có {{sent}}/{{total}} gói trên Trục tập huấn.',

  'settings.packages.title': 'Chữ ký gói tin',
  'settings.packages.lead':
    'Gói edXML gửi lên Trục liên thông có được ký hay không. Đây không phải chữ ký số trên văn bản; chữ ký trên văn bản không đổi.',
  'settings.packages.choose': 'Ký gói tin',
  'settings.packages.none': 'Không ký',
  'settings.packages.none.lead': 'Như phần lớn hệ thống đang dùng. Nên giữ, trừ khi tỉnh hoặc Trục liên thông yêu cầu.',
  'settings.packages.machine': 'Bằng khóa của máy trạm này',
  'settings.packages.machine.lead': 'Nơi nhận dùng cùng phần mềm nhận ra gói do máy này gửi.',
  'settings.packages.certificate': 'Bằng chứng thư được cấp cho kết nối',
  'settings.packages.certificate.lead': 'Tệp khóa và tệp chứng thư (PEM) do đơn vị quản lý Trục liên thông cấp.',
  'settings.packages.inUse': 'Đang dùng: {{subject}}, có hạn đến {{until}}.',
  'settings.packages.key': 'Tệp khóa (PEM, không đặt mật khẩu)',
  'settings.packages.certificates': 'Tệp chứng thư (PEM)',
} as const;
