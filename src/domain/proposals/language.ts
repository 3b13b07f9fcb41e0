/**
 * What a reader's eye cannot know and the language does: family names, and phrases that every office writes. A phrase is put
 * right only where its letters agree without their marks, so that nothing is made up.
 */
import { foldVietnamese } from '../secrecy.ts';

/** Family names of the Kinh and of the peoples of the mountains and the highlands. */
const FAMILIES =
  `Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đinh Đoàn Trịnh Mai Cao Lâm Hà Tô Tạ Trương Phùng Quách Thái
Vương Tống Triệu Chu Châu Kiều Lưu Lương La Doãn Từ Thạch Danh Sơn Kim Kiên Giàng Sùng Vàng Vừ Thào Lầu Lò Lù Lường Quàng Cà Cầm Tòng Vì Hạng Hờ Mùa Chang
Ma Nông Hoàng Bế Lục Bàn Chẩn Phàn Tẩn Tráng Tải Hứa Vi Lang Lô Hà Ksor Rơ Siu Rmah Kpă Nay Y H' A Đinh Hồ Viên Ninh Nghiêm Khổng Khương Mạc Mạnh Âu Ông
Thân Thi Tiêu Tôn Ưng Uông Văn Xa Yên Bạch Biện Cung Cù Diệp Đàm Đan Đàng Điền Đồng Giang Giáp Hán Hàn Khuất Khúc La Liêu Lã Lữ Mẫn Nhữ Ninh Phí Phó Phương
Quản Sầm Tăng Thẩm Thiều Tưởng Viễn Vòng Xuân Chử Chúng Đổng Đới Kha Long Lộc Nhan Tào Trang Trà Trưng Sử Mã Lạc Hồng Hùng`
    .split(/\s+/)
    .filter(Boolean);
const BY_FOLD = new Map<string, readonly string[]>();
for (const name of new Set(FAMILIES)) BY_FOLD.set(foldVietnamese(name), [...(BY_FOLD.get(foldVietnamese(name)) ?? []), name]);

/** The family name that was meant; undefined where none is written so, or several are and none exactly. */
export function familyName(read: string): string | undefined {
  const same = BY_FOLD.get(foldVietnamese(read)) ?? [];
  return same.includes(read) ? read : same.length === 1 ? same[0] : undefined;
}

const PHRASES =
  `chuyển đổi số|cải cách hành chính|thủ tục hành chính|kiểm tra|thanh tra|giám sát|triển khai|báo cáo|kết quả|kế hoạch|thực hiện|đề nghị|phối hợp
|tổ chức|tổng kết|sơ kết|tăng cường|chấn chỉnh|phê duyệt|ban hành|quy chế|quy định|hướng dẫn|điều chỉnh|bổ sung|thành lập|kiện toàn|giải quyết|khiếu nại|tố cáo
|kiến nghị|phản ánh|tiếp công dân|phòng cháy|chữa cháy|thiên tai|tìm kiếm cứu nạn|an toàn thực phẩm|an ninh trật tự|an toàn giao thông|dịch bệnh|tiêm phòng|gia súc
|gia cầm|nông thôn mới|hộ nghèo|cận nghèo|rà soát|số hóa|hồ sơ|tài liệu|lưu trữ|đất đai|xây dựng|trật tự xây dựng|môi trường|quản lý|nhà nước|địa bàn|giai đoạn
|ngân sách|kinh phí|dự toán|quyết toán|đầu tư công|giải ngân|bầu cử|đại biểu|hội đồng nhân dân|ủy ban nhân dân|cán bộ|công chức|viên chức|người lao động|tuyển dụng
|bổ nhiệm|điều động|khen thưởng|kỷ luật|thi đua|tập huấn|bồi dưỡng|đào tạo|tuyên truyền|phổ biến|giáo dục|pháp luật|trẻ em|người cao tuổi|bảo hiểm y tế|bảo hiểm xã hội
|dân chủ ở cơ sở|nghĩa vụ quân sự|tuyển quân|quốc phòng|công tác|tổ công tác|ban chỉ đạo|cuộc họp|hội nghị|lịch tiếp|triệu tập|góp ý dự thảo|dự thảo|nghị quyết|quyết định
|chỉ thị|công điện|khẩn trương|ứng phó|khắc phục|hậu quả|mưa lũ|sạt lở|bão số|tết nguyên đán|đôn đốc|cung cấp|thông tin|số liệu|thống kê|danh sách|kèm theo|đăng ký
|phí nông nghiệp|phi nông nghiệp|thuế sử dụng đất|quy hoạch|giải phóng mặt bằng|bồi thường|tái định cư|cấp giấy chứng nhận|hộ tịch|chứng thực|căn cước`
    .replace(/\n/g, '')
    .split('|');
const MARKED = new Map(PHRASES.map((phrase) => [foldVietnamese(phrase), phrase]));
const LONGEST = Math.max(...PHRASES.map((phrase) => phrase.split(' ').length));
// Written without marks two phrases are the same: neither is put in the other's place.
MARKED.delete('phi nong nghiep');

/** Marks of known phrases put right; capitals, other words and punctuation stay. */
export function withPhrases(text: string): string {
  const words = text.split(' ');
  for (let at = 0; at < words.length; at++) {
    for (let count = Math.min(LONGEST, words.length - at); count > 1; count--) {
      const part = words.slice(at, at + count);
      const folded = part.map((word) => foldVietnamese(word.replace(/[,.;:]+$/, ''))).join(' ');
      // Punctuation inside a phrase parts it.
      const whole = part.slice(0, -1).every((word) => !/[,.;:]$/.test(word));
      const right = whole ? MARKED.get(folded)?.split(' ') : undefined;
      if (!right) continue;
      right.forEach((word, i) => {
        const said = part[i] ?? '';
        const tail = /[,.;:]+$/.exec(said)?.[0] ?? '';
        const first = said.charAt(0);
        words[at + i] = (first !== first.toLowerCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word) + tail;
      });
      at += count - 1;
      break;
    }
  }
  return words.join(' ');
}
