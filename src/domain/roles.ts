/** Roles of people at a workstation; one person may hold several. The core enforces them, not cryptography. */
export const ROLES = ['clerk', 'leader', 'officer', 'administrator'] as const;
/** văn thư · lãnh đạo · chuyên viên · quản trị */
export type Role = (typeof ROLES)[number];
