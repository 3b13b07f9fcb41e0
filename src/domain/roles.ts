/** Roles of people at a workstation; one person may hold several. The core enforces them, not cryptography. */
export const ROLES = ['clerk', 'leader', 'office_head', 'officer', 'administrator'] as const;
/** văn thư · lãnh đạo · người đứng đầu văn phòng · chuyên viên · quản trị */
export type Role = (typeof ROLES)[number];
