/** The signing calls of the fake core: previews, what waits, powers, pictures, settings. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type {
  AgencyCertificateFound,
  AgencyCertificateRow,
  BodyRow,
  CutOff,
  ImageRow,
  JointSigner,
  PowerRow,
  PreviewField,
  SigningSettings,
  WaitingRow,
} from '../../src/contract/page/signing.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import type { AppError } from '../../src/domain/errors.ts';
import { blockOf } from '../../src/domain/signingPowers.ts';
import type { LegalDate } from '../../src/domain/time.ts';

type Calls = Pick<
  Handlers<PageCalls, undefined>,
  Exclude<Extract<keyof PageCalls, `signing.${string}`>, 'signing.choices' | 'signing.begin' | 'signing.perform' | 'signing.performAll'>
>;
const uuid = (n: number): string => `0198b000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ORGANS = [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }];

const leaderField: PreviewField = {
  key: 'leader',
  label: 'Ký ban hành',
  page: 1,
  x: 340,
  y: 190,
  width: 125,
  height: 51,
  lines: [{ text: 'Đã ký', size: 14 }],
  color: 'black',
};
const sealField: PreviewField = {
  key: 'seal',
  label: 'Con dấu của cơ quan',
  page: 1,
  x: 280,
  y: 165,
  width: 102,
  height: 102,
  lines: [{ text: 'UBND xã Ví Dụ', size: 11 }],
  color: 'red',
};
const stripField: PreviewField = {
  key: 'strip',
  label: 'Số và ngày của văn bản',
  page: 1,
  x: 62,
  y: 715,
  width: 490,
  height: 30,
  lines: [{ text: '216', size: 13, x: 80, y: 11, center: true }],
  color: 'black',
};

const FOUND: readonly AgencyCertificateFound[] = [
  {
    serial: 'TV-2041',
    certificateSha256: 'ab'.repeat(32),
    tokenLabel: 'USB cơ quan',
    name: 'Ủy ban nhân dân xã Ví Dụ',
    issuer: 'CA phục vụ các cơ quan Nhà nước G2',
    validTo: Date.UTC(2028, 4, 12),
  },
];
/** What a walk sets before it opens a screen. */
export interface FakeSigning {
  refusals?: readonly AppError[];
  officeHeads?: readonly string[];
  cutOff?: CutOff;
}
/** One clear point: a picture of a seal where only its being there matters. */
const SEAL_PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='),
  (letter) => letter.charCodeAt(0),
);

export function signingCalls(fake: { fileId(): string; size(): number; waiting(): WaitingRow[]; set: FakeSigning }): Calls {
  let powers: PowerRow[] = [power(1, 'Nguyễn Văn Mẫu', 'tm', 'CHỦ TỊCH'), power(2, 'Trần Thị Mẫu', 'kt', 'PHÓ CHỦ TỊCH')];
  let bodies: BodyRow[] = [{ id: uuid(90), organId: 'H99.242', name: 'Thường trực HĐND xã Ví Dụ' }];
  let certificates: AgencyCertificateRow[] = [];
  let images: (ImageRow & { png: Uint8Array })[] = [{ kind: 'seal', owner: 'H99.242', widthMm: 36, at: 0, png: SEAL_PNG }];
  let others: JointSigner[] = [];
  let settings: SigningSettings = {
    level: 'B-T',
    tsaUrl: 'http://tsa.vi-du.vn/tsa',
    without: 'mark',
    numberBy: 'signature',
    attachments: true,
    profiles: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ', profile: 'decree30' }],
  };
  return {
    'signing.preview': ({ act }) => ({
      files: [
        {
          fileId: fake.fileId(),
          name: 'cong-van.pdf',
          size: fake.size(),
          pages: [{ width: 595.28, height: 841.89 }],
          fields: act === 'agency' ? [stripField, sealField] : [leaderField],
          names: [{ page: 1, x: 350, y: 150, width: 110, height: 14 }],
          ...(act === 'agency' ? { leader: leaderField } : {}),
        },
      ],
      findings: [],
      refusals: fake.set.refusals ?? [],
      overridden: false,
      ...(fake.set.officeHeads ? { officeHeads: fake.set.officeHeads } : {}),
      turn: { position: 1, of: 1, name: 'Nguyễn Văn Mẫu' },
    }),
    'signing.progress': () => ({ done: 0, total: 0, results: [] }),
    'signing.cancel': () => ({}),
    'signing.waiting': () => ({
      leader: fake.waiting(),
      agency: fake
        .waiting()
        .slice(0, 2)
        .map((row, n) => (n === 0 && fake.set.refusals?.[0] ? { ...row, refused: fake.set.refusals[0] } : row)),
      expiring: [],
      ...(fake.set.cutOff ? { cutOff: fake.set.cutOff } : {}),
    }),
    'signing.allow': () => ({}),
    'signing.powers.list': () => ({ powers, bodies, organs: ORGANS }),
    'signing.powers.save': ({ id, to, bodyId, ...rest }) => {
      const row: PowerRow = {
        ...rest,
        from: rest.from as LegalDate,
        id: id ?? uuid(100 + powers.length),
        bodyName: bodies.find((b) => b.id === bodyId)?.name ?? '',
        block: blockOf(rest),
        inForce: true,
        ...(to ? { to } : {}),
        ...(bodyId ? { bodyId } : {}),
      };
      powers = [...powers.filter((p) => p.id !== id), row];
      return { id: row.id };
    },
    'signing.powers.remove': ({ id }) => {
      powers = powers.filter((p) => p.id !== id);
      return {};
    },
    'signing.bodies.save': ({ id, name, organId }) => {
      bodies = [...bodies.filter((b) => b.id !== id), { id: id ?? uuid(200 + bodies.length), name, organId }];
      return { id: uuid(200) };
    },
    'signing.bodies.remove': ({ id }) => {
      bodies = bodies.filter((b) => b.id !== id);
      return {};
    },
    'signing.blocks': () => ({ blocks: powers.map((p) => ({ person: p.person, ...p.block })) }),
    'signing.joint.get': () => ({ profile: 'decree30', ownProfile: false, others, signed: false }),
    'signing.joint.save': (input) => {
      others = [...input.others];
      return {};
    },
    'signing.agencyCertificates.list': () => ({ certificates, organs: ORGANS }),
    'signing.agencyCertificates.devices': () => ({ found: [...FOUND], notes: [] }),
    'signing.agencyCertificates.bind': ({ organId, certificateSha256 }) => {
      const one = FOUND.find((f) => f.certificateSha256 === certificateSha256);
      if (one)
        certificates = [
          ...certificates.filter((c) => c.sha256 !== certificateSha256),
          {
            ...{ organId, organName: 'UBND xã Ví Dụ', sha256: certificateSha256, name: one.name, issuer: one.issuer },
            ...{ notAfter: one.validTo, at: one.validTo - 400 * 86_400_000, by: 'Trần Thị Quản Trị' },
          },
        ];
      return {};
    },
    'signing.agencyCertificates.unbind': ({ sha256 }) => {
      certificates = certificates.filter((c) => c.sha256 !== sha256);
      return {};
    },
    'signing.images.list': () => ({ images: images.map(({ png: _, ...row }) => row), organs: ORGANS }),
    'signing.images.read': ({ kind, owner }) => {
      const { widthMm = 36, png } = images.find((one) => one.kind === kind && one.owner === owner) ?? {};
      return png === undefined ? { widthMm } : { widthMm, png };
    },
    'signing.images.save': ({ kind, owner, widthMm, png }) => {
      const before = images.find((one) => one.kind === kind && one.owner === owner);
      images = [...images.filter((one) => one !== before), { kind, owner, widthMm, at: 0, png: png ?? before?.png ?? SEAL_PNG }];
      return {};
    },
    'signing.images.remove': ({ kind, owner }) => {
      images = images.filter((one) => one.kind !== kind || one.owner !== owner);
      return {};
    },
    'signing.settings.get': () => settings,
    'signing.settings.save': (input) => {
      settings = { ...settings, ...input, profiles: settings.profiles };
      return {};
    },
    'signing.copies': () => ({ copies: [] }),
    'signing.archiveCopy': () => ({ fileId: fake.fileId() }),
    'signing.convert': ({ uploadId }) => ({ uploadId, name: 'van-ban.pdf', size: 1000, pages: 1 }),
  };
}
function power(n: number, person: string, capacity: PowerRow['capacity'], position: string): PowerRow {
  const facts = { capacity, collective: 'ỦY BAN NHÂN DÂN', headPosition: 'CHỦ TỊCH', position };
  return {
    id: uuid(n),
    organId: 'H99.242',
    bodyName: '',
    person,
    ...facts,
    kinds: [],
    from: '2026-01-01' as LegalDate,
    authority: 'Quyết định số 01/QĐ-UBND',
    block: blockOf(facts),
    inForce: true,
  };
}
