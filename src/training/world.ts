/** The invented world of training: three offices of the province "Mẫu", made at the first start and kept. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingOffice } from '../contract/training/index.ts';
import { TRAINING_ORGAN_PREFIX } from '../domain/profile.ts';

/** Who signs for an office, and how its papers name it. */
export interface OfficeFacts {
  readonly organId: string;
  readonly name: string;
  readonly parentName: string;
  readonly place: string;
  /** Notation of its letters: `UBND-VP`. */
  readonly notation: string;
  readonly leader: string;
  readonly leaderPosition: string;
  /** `TM. ỦY BAN NHÂN DÂN`; a department's head signs without. */
  readonly competence?: string;
  readonly clerk: string;
}

const PROVINCE = 'UBND tỉnh Mẫu';
/** The first is the office of this workstation. */
export const OFFICES: readonly [OfficeFacts, OfficeFacts, OfficeFacts] = [
  {
    organId: `${TRAINING_ORGAN_PREFIX}.242`,
    name: 'UBND xã Ví Dụ',
    parentName: PROVINCE,
    place: 'Ví Dụ',
    notation: 'UBND-VP',
    leader: 'Nguyễn Văn Mẫu',
    leaderPosition: 'CHỦ TỊCH',
    competence: 'TM. ỦY BAN NHÂN DÂN',
    clerk: 'Lê Thị Ví Dụ',
  },
  {
    organId: `${TRAINING_ORGAN_PREFIX}.01`,
    name: 'Sở Mẫu',
    parentName: PROVINCE,
    place: 'Mẫu',
    notation: 'SM-VP',
    leader: 'Trần Thị Minh Họa',
    leaderPosition: 'GIÁM ĐỐC',
    clerk: 'Phạm Văn Tập',
  },
  {
    organId: `${TRAINING_ORGAN_PREFIX}.243`,
    name: 'UBND xã Thử Nghiệm',
    parentName: PROVINCE,
    place: 'Thử Nghiệm',
    notation: 'UBND-VP',
    leader: 'Đỗ Văn Thử',
    leaderPosition: 'CHỦ TỊCH',
    competence: 'TM. ỦY BAN NHÂN DÂN',
    clerk: 'Vũ Thị Nghiệm',
  },
];

/** Writes a file whole or not at all, readable by its owner only. */
export function writePrivate(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** The offices with their connection secrets; random at the first start, then always the same. */
export function loadOffices(dir: string): readonly TrainingOffice[] {
  const path = join(dir, 'offices.json');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const kept: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const secrets: Record<string, string> = {};
  for (const o of OFFICES) secrets[o.organId] = kept[o.organId] ?? randomBytes(24).toString('base64url');
  if (OFFICES.some((o) => kept[o.organId] === undefined)) writePrivate(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return OFFICES.map(({ organId, name, parentName, place }) => ({
    organId,
    name,
    parentName,
    place,
    systemId: `tap-huan.${organId.toLowerCase()}`,
    secret: secrets[organId] ?? '',
  }));
}
