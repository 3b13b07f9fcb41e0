/** Reports. */
export const reportsErrors = {
  'reports.span': 'Khoảng thời gian chưa đúng (ngày đầu phải trước ngày cuối, dài nhất mười năm). Chưa thống kê. Chọn lại ngày.',
  'reports.no_such_grouping': 'Không thống kê theo cách này được. Dữ liệu giữ nguyên. Chọn lại cách thống kê.',
} as const;
