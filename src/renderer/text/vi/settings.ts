/** Words of Cài đặt: the frame, and the sections that belong to no other room. */
export const settingsText = {
  'menu.settings': 'Cài đặt',
  'settings.sections': 'Các phần cài đặt',
  'settings.none': 'Vai trò này không có phần nào để cài đặt. Việc cài đặt do người quản trị làm.',
  'settings.saved': 'Đã ghi cài đặt.',

  'settings.packages.title': 'Chữ ký gói tin',
  'settings.packages.lead':
    'Gói edXML gửi lên Trục có được ký hay không. Đây không phải chữ ký số trên văn bản; chữ ký trên văn bản không đổi.',
  'settings.packages.choose': 'Ký gói tin',
  'settings.packages.none': 'Không ký',
  'settings.packages.none.lead': 'Như phần lớn hệ thống đang dùng. Nên giữ, trừ khi tỉnh hoặc Trục yêu cầu.',
  'settings.packages.machine': 'Bằng khóa của máy trạm này',
  'settings.packages.machine.lead': 'Nơi nhận dùng cùng phần mềm nhận ra gói do máy này gửi.',
  'settings.packages.certificate': 'Bằng chứng thư được cấp cho kết nối',
  'settings.packages.certificate.lead': 'Tệp khóa và tệp chứng thư (PEM) do đơn vị quản lý Trục cấp.',
  'settings.packages.inUse': 'Đang dùng: {{subject}}, có hạn đến {{until}}.',
  'settings.packages.key': 'Tệp khóa (PEM, không đặt mật khẩu)',
  'settings.packages.certificates': 'Tệp chứng thư (PEM)',
} as const;
