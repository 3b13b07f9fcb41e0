/** What the training world itself can answer; its axis speaks in its own answers, its tokens in the token room's words. */
export const trainingErrors = {
  'training.not_started': 'Không gian tập huấn chưa mở xong. Dữ liệu vẫn an toàn. Chờ vài giây rồi làm lại.',
} as const;
