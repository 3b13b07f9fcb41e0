/** Guided lessons: what happened → what is safe → what to do. */
export const lessonErrors = {
  'lessons.line_cut': 'Mạng tập huấn đang ngắt nên văn bản của bài không đến được. Bấm Nối lại mạng ở thanh dưới rồi bắt đầu lại.',
} as const;
