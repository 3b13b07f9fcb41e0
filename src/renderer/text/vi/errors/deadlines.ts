/** Sentences of the deadlines room: what happened, what is safe, what to do. */
export const deadlineErrors = {
  'deadlines.rule_out_of_range':
    'Một giá trị của quy tắc thời hạn nằm ngoài khoảng cho phép. Quy tắc đang dùng vẫn giữ. Sửa lại giá trị rồi ghi.',
  'deadlines.name_missing': 'Chưa ghi tên người đã được báo. Văn bản vẫn chờ. Ghi tên rồi xác nhận lại.',
  'deadlines.no_such_outage': 'Không tìm thấy lần gián đoạn này trong nhật ký. Nhật ký vẫn nguyên vẹn. Mở lại danh sách và chọn lần khác.',
  'calendar.no_weekday': 'Chưa chọn ngày làm việc nào trong tuần. Lịch đang dùng vẫn giữ. Chọn ít nhất một ngày.',
  'calendar.bad_hours':
    'Giờ làm việc chưa đúng: mỗi buổi cần giờ bắt đầu trước giờ kết thúc và không chồng lên nhau. Lịch đang dùng vẫn giữ. Sửa lại rồi ghi.',
} as const;
