/** The table of powers and the agency's device under attack, at the core's door: what must not be sealed is not. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPerson, endPerson } from '../../src/core/accounts/people.ts';
import { type Actor, WORKSTATION } from '../../src/core/context.ts';
import { outgoingById } from '../../src/core/documents/outgoing.ts';
import {
  agencyCertificates,
  bindAgencyCertificate,
  listPowers,
  saveBody,
  saveJoint,
  savePower,
  unbindAgencyCertificate,
} from '../../src/core/signing/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { Role } from '../../src/domain/roles.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { readCertificate } from '../../src/formats/cms/index.ts';
import { spec } from '../attacks/bases.ts';
import { letter, NOW, openDesk, type SigningDesk, SoftKeys } from './desk.ts';
import { has, makePki, signPdf, type TestKey, type TestPki } from './kit.ts';

describe.skipIf(!has('openssl'))('the agency’s signature under attack [needs openssl]', () => {
  let pki: TestPki;
  let stranger: TestPki;
  const key: Record<'leader' | 'longer' | 'agency' | 'office' | 'province' | 'coded' | 'self', TestKey> = {} as never;
  let keys: SoftKeys;
  let desk: SigningDesk;
  beforeAll(() => {
    pki = makePki();
    stranger = makePki('Gốc lạ');
    const organ = 'Ủy ban nhân dân xã Ví Dụ';
    key.leader = pki.issue(`/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=${organ}`);
    key.longer = pki.issue(`/CN=Nguyễn Văn Mẫu Mực/title=Chủ tịch/O=${organ}`);
    key.agency = pki.issue(`/CN=${organ}/O=${organ}`);
    key.office = pki.issue(`/CN=Văn phòng ${organ}/O=${organ}/OU=Văn phòng ${organ}`);
    key.province = pki.issue('/CN=Ủy ban nhân dân/O=Ủy ban nhân dân');
    key.coded = pki.issue(`/CN=${organ}/O=${organ}/serialNumber=MDD:H99.7`);
    key.self = stranger.issue('/CN=Nguyễn Văn Mẫu/title=Chủ tịch/O=Ủy ban nhân dân xã Ví Dụ');
  });
  afterAll(() => {
    pki.remove();
    stranger.remove();
  });
  beforeEach(async () => {
    keys = new SoftKeys(Object.values(key));
    desk = await openDesk(keys, [pki.root]);
  });
  afterEach(() => desk.close());

  const power = (over: object = {}): string =>
    savePower(desk.store, WORKSTATION, {
      ...{ organId: 'H99.1', person: 'Nguyễn Văn Mẫu', capacity: 'tm', collective: 'ỦY BAN NHÂN DÂN', headPosition: 'CHỦ TỊCH' },
      ...{ position: 'CHỦ TỊCH', kinds: [], from: '2020-01-01', authority: '', ...over },
    } as never);
  const code = (work: () => unknown): string => {
    try {
      work();
      return 'done';
    } catch (error) {
      return error instanceof Failure ? error.error.code : String(error);
    }
  };
  const later = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
    );
  const person = (name: string, roles: readonly Role[]): Actor => {
    const { id } = desk.store.tx(() => createPerson(desk.store, { name, roles }));
    return { ...WORKSTATION, personId: id, name, roles };
  };
  /** Signed by the leader and numbered. */
  const numbered = async (by: TestKey = key.leader): Promise<string> => {
    const id = await desk.draft();
    expect(await desk.act(desk.room(), { id, act: 'leader' }, by)).toBe('done');
    desk.number(id);
    return id;
  };

  it('a longer name in a certificate is another person’s', async () => {
    // Said where the device is chosen, before the leader signs in vain.
    const { choices } = await desk.room().choices({ id: await desk.draft(), act: 'leader' });
    const advised = choices.filter((c) => c.advice).map((c) => [c.commonName, c.advice?.code]);
    expect(advised).toEqual([['Nguyễn Văn Mẫu Mực', 'signing.not_the_signer']]);
    expect(await desk.act(desk.room(), { id: await numbered(key.longer), act: 'agency' }, key.agency)).toBe('signing.power_certificate');
  });

  it('an office below, a name that many have, and a certificate registered for another code do not seal for the organ', async () => {
    const id = await numbered();
    const signing = desk.room();
    const sealed = keys.signed;
    for (const other of [key.office, key.province, key.coded])
      expect(await desk.act(signing, { id, act: 'agency' }, other)).toBe('signing.power_agency');
    // The chooser says it before any PIN.
    const { choices } = await signing.choices({ id, act: 'agency' });
    const usable = choices.filter((c) => !c.refused && c.holder !== 'person').map((c) => c.certificateSha256);
    expect(usable).toEqual([readCertificate(key.agency.certificate).sha256]);
    expect(keys.signed).toBe(sealed);
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('done');
  });

  it('once an administrator recorded its certificate, an organ is sealed for by that one alone, and that one for no other', async () => {
    const { store } = desk;
    store.tx(() =>
      store.db.prepare("INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.2', 'HĐND xã Ví Dụ', '', '')").run(),
    );
    const administrator = { ...WORKSTATION, name: 'Quản trị Mẫu' };
    bindAgencyCertificate(store, administrator, 'H99.1', key.office.certificate);
    expect(agencyCertificates(store)).toMatchObject([{ organId: 'H99.1', by: 'Quản trị Mẫu', organName: 'UBND xã Ví Dụ' }]);
    expect(code(() => bindAgencyCertificate(store, administrator, 'H99.2', key.office.certificate))).toBe(
      'signing.agency_certificate_other',
    );
    expect(code(() => bindAgencyCertificate(store, administrator, 'H99.2', key.leader.certificate))).toBe(
      'signing.leader_certificate_for_agency',
    );
    expect(code(() => bindAgencyCertificate(store, administrator, 'H99.9', key.agency.certificate))).toBe('session.other_organ');
    const id = await numbered();
    const signing = desk.room();
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_agency_unrecorded');
    bindAgencyCertificate(store, administrator, 'H99.2', key.agency.certificate);
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_agency_other');
    // Nor does anybody's leave to seal reach so far.
    power({ person: 'Trần Thị Khác' });
    await signing.allow({ id, reason: 'gấp', allowedBy: 'Phạm Văn Chánh' }, WORKSTATION);
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_agency_other');
    expect(await desk.act(signing, { id, act: 'agency' }, key.office)).toBe('done');
    unbindAgencyCertificate(store, administrator, readCertificate(key.office.certificate).sha256);
    expect(store.db.prepare("SELECT object FROM audit WHERE act LIKE 'signing.agency_certificate%' ORDER BY seq").pluck().all()).toEqual([
      'H99.1',
      'H99.2',
      'H99.1',
    ]);
  });

  it('copies too are signed with the organ’s own device alone', async () => {
    const id = await numbered();
    const { id: fileId } = desk.file(id);
    expect(await desk.act(desk.room(), { id: fileId, act: 'extract' }, key.province)).toBe('signing.power_agency');
    expect(await desk.act(desk.room(), { id: fileId, act: 'extract' }, key.agency)).toBe('done');
  });

  it('a file that came with a leader’s signature of nobody known is not sealed, whatever name the certificate has', async () => {
    const plain = Buffer.from(await letter('Nguyễn Văn Mẫu'));
    const forged = signPdf(plain, spec({ fieldName: 'Leader_x', signingTime: NOW - 1_000, contentsBytes: 8_192 }), key.self);
    const id = await desk.draft(forged);
    desk.number(id);
    expect(await desk.act(desk.room(), { id, act: 'agency' }, key.agency)).toBe('signing.power_signer_unknown');
    const known = signPdf(plain, spec({ fieldName: 'Leader_x', signingTime: NOW - 1_000, contentsBytes: 8_192 }), key.leader);
    const second = await desk.draft(known);
    desk.number(second);
    expect(await desk.act(desk.room(), { id: second, act: 'agency' }, key.agency)).toBe('done');
  });

  it('a body without rows is no way around its organ’s table, and another organ’s body is none of this document’s', async () => {
    power();
    const { store } = desk;
    store.tx(() =>
      store.db.prepare("INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.2', 'HĐND xã Ví Dụ', '', '')").run(),
    );
    const [own, foreign] = ['H99.1', 'H99.2'].map((organId) => saveBody(store, WORKSTATION, { organId, name: 'Ban chỉ đạo' }));
    if (!own || !foreign) throw new Error('bodies');
    const id = await desk.draft();
    const document = outgoingById(store, id);
    expect(code(() => saveJoint(store, WORKSTATION, document, { bodyId: foreign, others: [] }, false))).toBe('signing.body_gone');
    expect(code(() => power({ bodyId: foreign }))).toBe('signing.body_gone');
    saveJoint(store, WORKSTATION, document, { bodyId: own, others: [] }, false);
    expect(await desk.act(desk.room(), { id, act: 'leader' }, key.leader)).toBe('done');
    desk.number(id);
    expect(await desk.act(desk.room(), { id, act: 'agency' }, key.agency)).toBe('signing.power_body');
    power({ bodyId: own });
    expect(await desk.act(desk.room(), { id, act: 'agency' }, key.agency)).toBe('done');
  });

  it('a power in force of somebody whose account has ended is pointed out', () => {
    power();
    power({ person: 'Trần Thị Mẫu', to: '2021-01-01' });
    const [leader, deputy] = [person('Nguyễn Văn Mẫu', ['leader']), person('Trần Thị Mẫu', ['leader'])];
    expect(listPowers(desk.store).filter((row) => row.left)).toEqual([]);
    desk.store.tx(() => {
      for (const one of [leader, deputy]) if (one.personId) endPerson(desk.store, one.personId);
    });
    expect(
      listPowers(desk.store)
        .filter((row) => row.left)
        .map((row) => row.person),
    ).toEqual(['Nguyễn Văn Mẫu']);
  });

  it('the same power is not written down twice over the same days', () => {
    power({ to: '2026-06-30' });
    expect(code(() => power({ from: '2026-06-30' }))).toBe('signing.power_twice');
    expect(code(() => power({ from: '2026-07-01' }))).toBe('done');
    expect(code(() => power({ from: '2026-01-01', capacity: 'q' }))).toBe('done');
  });

  it('an agency stands once in a joint document, and one that is served here is judged by its own table', async () => {
    const { store } = desk;
    store.tx(() =>
      store.db.prepare("INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.2', 'HĐND xã Ví Dụ', '', '')").run(),
    );
    const other = { agency: 'Hội đồng nhân dân xã Ví Dụ', name: 'Nguyễn Văn Mẫu Mực', competence: 'TM. THƯỜNG TRỰC', position: 'CHỦ TỊCH' };
    const id = await desk.draft();
    const document = outgoingById(store, id);
    for (const others of [[other, other], [{ ...other, agency: 'UBND xã Ví Dụ' }]])
      expect(code(() => saveJoint(store, WORKSTATION, document, { others }, false))).toBe('signing.joint_same_agency');
    saveJoint(store, WORKSTATION, document, { others: [other] }, false);
    power({ organId: 'H99.2', person: 'Trần Thị Khác' });
    const signing = desk.room();
    expect(await desk.act(signing, { id, act: 'leader' }, key.leader)).toBe('done');
    // The first leader's device in the second one's turn shows at the seal.
    expect(await desk.act(signing, { id, act: 'leader' }, key.longer)).toBe('done');
    desk.number(id);
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_person');
  });

  it('only who heads the office lets the agency seal against the table, for the file and the reasons of that day', async () => {
    power({ person: 'Trần Thị Khác' });
    const clerk = person('Lê Thị Văn Thư', ['clerk']);
    const head = person('Phạm Văn Chánh', ['office_head']);
    const id = await numbered();
    const signing = desk.room();
    expect((await signing.preview({ id, act: 'agency' })).officeHeads).toEqual(['Phạm Văn Chánh']);
    expect(await later(signing.allow({ id, reason: 'gấp', allowedBy: 'Phạm Văn Chánh' }, clerk))).toBe('signing.allow_by_head');
    // The name is the person's own, whatever was typed.
    await signing.allow({ id, reason: 'gấp', allowedBy: 'Ai Đó' }, head);
    expect(desk.store.db.prepare('SELECT allowed_by FROM signing_override').pluck().all()).toEqual(['Phạm Văn Chánh']);
    // What the table says is another thing since: what was allowed does not cover it.
    power({ kinds: ['Quyết định'] });
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_kind');
    await signing.allow({ id, reason: 'gấp', allowedBy: '' }, head);
    // Nor another file in the document's place.
    const file = desk.file(id);
    const replaced = desk.store.newId();
    desk.store.tx(() => {
      desk.store.db.prepare('UPDATE file SET current = 0 WHERE id = ?').run(file.id);
      desk.store.db
        .prepare(
          `INSERT INTO file (id, outgoing_id, role, stage, position, name, detected, blob_id, verdict, created_at, seq)
           SELECT ?, outgoing_id, role, stage, position, name, detected, blob_id, verdict, created_at, ? FROM file WHERE id = ?`,
        )
        .run(replaced, desk.store.nextSeq(), file.id);
    });
    expect(await desk.act(signing, { id, act: 'agency' }, key.agency)).toBe('signing.power_kind');
  });

  it('a power that ended yesterday does not sign today, one that begins tomorrow neither; of two the one in force counts', async () => {
    const day = (n: number): string => legalDateOf(NOW + n * 86_400_000);
    power({ capacity: 'kt', position: 'PHÓ CHỦ TỊCH', to: day(-1) });
    power({ capacity: 'q', from: day(1) });
    expect(await desk.act(desk.room(), { id: await numbered(), act: 'agency' }, key.agency)).toBe('signing.power_date');
    power({ from: day(0), to: day(0) });
    expect(await desk.act(desk.room(), { id: await numbered(), act: 'agency' }, key.agency)).toBe('done');
  });

  it('a file that takes another’s place between the choice and the PIN is not signed', async () => {
    const signing = desk.room();
    const ids = [await desk.draft(), await desk.draft()];
    const [id = '', second = ''] = ids;
    const certificateSha256 = readCertificate(key.leader.certificate).sha256;
    const seen = ids.map((one) => ({ id: one, fileId: desk.file(one).id }));
    const { actId } = await signing.begin({ id, also: [second], seen, act: 'leader', serial: 'T1', certificateSha256 }, WORKSTATION);
    expect(await desk.act(desk.room(), { id: second, act: 'initial' }, key.longer)).toBe('done');
    const done = await signing.performAll({ actId }, WORKSTATION, () => {});
    expect(done.map((one) => one.error?.code)).toEqual([undefined, 'signing.file_changed']);
    expect(desk.state(second)).toBe('draft');
  });

  it('a list that the program’s end cut off is told, what it signed stays signed, and the rest is signed once', async () => {
    const signing = desk.room();
    const ids = [await desk.draft(), await desk.draft(), await desk.draft()];
    const [id = '', ...also] = ids;
    const certificateSha256 = readCertificate(key.leader.certificate).sha256;
    const seen = ids.map((one) => ({ id: one, fileId: desk.file(one).id }));
    let first = true;
    // Behind the first document nothing answers any more, as when the process is gone.
    const cut = desk.room({
      onPoint: (name) => {
        if (name === 'signing:before-token' && !first) throw new Promise(() => {});
        if (name === 'signing:committed') first = false;
      },
    });
    const { actId } = await cut.begin({ id, also, seen, act: 'leader', serial: 'T1', certificateSha256 }, WORKSTATION);
    desk.store.db.exec(
      "CREATE TRIGGER dead BEFORE UPDATE ON signing_act WHEN NEW.outcome IS NOT NULL AND NEW.outcome <> 'done' BEGIN SELECT RAISE(ABORT, 'gone'); END",
    );
    await cut.performAll({ actId }, WORKSTATION, () => {}).catch(() => undefined);
    desk.store.db.exec('DROP TRIGGER dead');
    const again = desk.room();
    expect(again.waiting().cutOff).toMatchObject({ act: 'leader', signed: 1, left: 2 });
    const rest = again.waiting().leader.map((row) => row.id);
    expect(rest).toEqual(also);
    for (const one of rest) expect(await desk.act(again, { id: one, act: 'leader' }, key.leader)).toBe('done');
    expect(again.waiting().cutOff).toBeUndefined();
    expect(await desk.act(signing, { id, act: 'leader' }, key.leader)).toBe('documents.act_not_allowed');
    for (const one of ids) expect(desk.file(one).verdict.signatures).toHaveLength(1);
  });
});
