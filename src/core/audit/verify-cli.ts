/** `npm run verify-audit -- FILE [--key-sha256=HEX]`: checks an exported log with no access to any store. Exit code 1 when it does not hold. */
import { verifyExport } from './export.ts';

const WHY: Readonly<Record<string, string>> = {
  hash: 'một dòng đã bị sửa: nội dung không khớp với mã băm của chính nó',
  previous: 'một dòng đã bị bỏ, thêm hoặc thay: dòng này không nối tiếp dòng trước',
  order: 'các dòng đã bị đổi chỗ',
  head_missing: 'phần cuối đã bị cắt: không có dòng mà trạm đã ký',
  head_signature: 'chữ ký của trạm trên dòng cuối không đúng',
  line: 'có dòng không đúng định dạng',
  empty: 'tệp không phải nhật ký của Trạm Văn thư',
  no_head: 'thiếu dòng cuối có chữ ký của trạm',
  after_head: 'có dòng thêm vào sau dòng đã ký',
  key: 'khóa trong tệp không phải khóa của trạm này',
};

const path = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const key = process.argv.find((argument) => argument.startsWith('--key-sha256='))?.slice('--key-sha256='.length);
if (path === undefined) {
  console.error('Cách dùng: npm run verify-audit -- TỆP [--key-sha256=DẤU_VÂN_TAY_KHÓA]');
  process.exit(2);
}
const verdict = await verifyExport(path, key);
if (verdict.ok) {
  console.log(
    `Nhật ký nguyên vẹn: ${verdict.rows} dòng, trạm ${verdict.workstationId} ký lúc ${new Date(verdict.signedAt).toISOString()}.`,
  );
  console.log(`Dấu vân tay khóa của trạm (SHA-256): ${verdict.keySha256}`);
  if (key === undefined) console.log('Chưa so dấu vân tay khóa với bản giữ riêng (--key-sha256=…).');
} else {
  const where =
    verdict.seq === undefined ? (verdict.line === undefined ? '' : ` (dòng ${verdict.line} của tệp)`) : ` (số thứ tự ${verdict.seq})`;
  console.log(`Nhật ký KHÔNG nguyên vẹn: ${WHY[verdict.why] ?? verdict.why}${where}.`);
  process.exitCode = 1;
}
