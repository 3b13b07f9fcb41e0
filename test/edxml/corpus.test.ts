/** Example messages of the field's own kit, which no one here wrote. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edxmlDocumentId, organId } from '../../src/domain/ids.ts';
import { writeStatus } from '../../src/formats/edxml/index.ts';
import { attachment, outgoing, readBytes, write } from '../../src/formats/edxml/testing.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'edxml');
const has = existsSync(folder);
const file = (name: string): Buffer => readFileSync(join(folder, name));

describe.skipIf(!has)('the kit’s own messages [needs ../shared/corpus/edxml]', () => {
  it('edoc.edxml: odd lines and a shortened file are read with warnings', async () => {
    const read = await readBytes(file('edoc.edxml'));
    expect(read.message).toMatchObject({
      kind: 'document',
      from: { organId: '002.00.20.H13', organName: 'Văn phòng Chính phủ' },
      code: { number: '12234555512', notation: 'PRO-TEST-CASE1' },
      promulgation: { place: 'Hà Nội', date: '2019-01-17' },
      dueDate: '2018-06-25',
      responseFor: [],
      packageSignature: 'unverifiable',
    });
    expect(read.files.map((f) => f.byteLength)).toEqual([17]);
    expect(read.warnings.map((w) => w.code)).toContain('edxml.base64_stray_characters');
  });
  it.each([
    ['edoc_revocation.edxml', 1, 'Thu hồi văn bản điện tử'],
    ['edoc_update.edxml', 2, 'Cập nhật văn bản điện tử'],
  ])('%s: its business and its file, taken out of the archive', async (name, type, reason) => {
    const read = await readBytes(file(name));
    expect(read.message).toMatchObject({
      kind: 'document',
      documentId: '000.00.00.G22,2015/09/30,7816/VPCP-TTĐT',
      business: { type, reason },
      attachments: [{ contentType: 'application/zip' }],
    });
    if (read.message.kind !== 'document') return;
    expect(read.message.to.map((to) => to.organId)).toEqual([
      '000.00.00.H41',
      '000.00.00.H14',
      '000.00.00.G17',
      ...read.message.to.slice(3).map((to) => to.organId),
    ]);
    if (type === 1) expect(read.message.responseFor[0]?.documentId).toBeDefined();
    else expect(read.message.business.documentId).toBeDefined();
    expect(read.files[0]?.byteLength).toBeGreaterThan(1000);
    expect(read.message.attachments[0]?.detected).not.toBe('zip');
  });
  it.each(['edoc.edxml', 'edoc_revocation.edxml', 'edoc_update.edxml'])('%s, written again, reads the same', async (name) => {
    const first = await readBytes(file(name));
    const document = { ...outgoing(first.message), documentId: edxmlDocumentId('H99.01,2026/11/20,1/VP') };
    const names = first.message.kind === 'document' ? first.message.attachments.map((a) => a.name) : [];
    const again = await readBytes(
      await write(
        document,
        first.files.map((bytes, i) => attachment(names[i] ?? '', bytes)),
      ),
    );
    // What the writer always says, the sample may have left out.
    const { steeringType, otherInfo, ...rest } = outgoing(again.message);
    const { steeringType: before, otherInfo: info, ...same } = document;
    expect(rest).toEqual(same);
    expect([steeringType, otherInfo]).toEqual([before ?? 0, { direction: false, ...info }]);
    expect(again.files.every((bytes, i) => first.files[i]?.equals(bytes))).toBe(true);
    expect(again.warnings.filter((w) => w.code !== 'edxml.attachment_not_pdf')).toEqual([]);
  });
  it.each([
    ['status_acceptance_03.edxml', '03', 'G22'],
    ['status_cancellation_13.edxml', '13', 'H41'],
    ['status_rejection_02.edxml', '02', 'G22'],
  ])('%s', async (name, statusCode, about) => {
    const { message, warnings } = await readBytes(file(name));
    expect(warnings).toEqual([]);
    expect(message).toMatchObject({
      kind: 'status',
      statusCode,
      responseFor: {
        organId: organId(`000.00.00.${about}`),
        code: '7816/VPCP-TTĐT',
        promulgationDate: '2015-09-30',
        documentId: '000.00.00.G22,2015/09/30,7816/VPCP-TTĐT',
      },
      timestamp: Date.UTC(2015, 8, 20, 4, 8, 36),
    });
    if (message.kind === 'status') expect((await readBytes(writeStatus(message))).message).toEqual(message);
  });
});
