/** Of the profile whose ways in change under the recorder, and which of them open it after each change that was told. */
export const PASSPHRASES = ['mật khẩu đầu tiên', 'mật khẩu thứ hai dài', 'mật khẩu thứ ba dài'] as const;
export const OPEN_AFTER = ['', '100', '110', '101', '100'] as const;
