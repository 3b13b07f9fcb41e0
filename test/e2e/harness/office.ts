/** Another office of the training world, acting while the window is open: its packages go over the world's own axis. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vxpTransport } from '../../../src/core/axis/index.ts';
import { organId } from '../../../src/domain/ids.ts';
import { writeStatus } from '../../../src/formats/edxml/index.ts';
import { businessOf, documentIdOf, type Step } from '../../../src/training/day.ts';
import { buildPackage, openWorkshop, type Plan, planDocuments } from '../../../src/training/documents.ts';
import { openKeys } from '../../../src/training/keys.ts';
import { loadFonts } from '../../../src/training/resources.ts';
import { loadOffices, OFFICES } from '../../../src/training/world.ts';

const [here] = OFFICES;
/** Beyond those that the world gives by itself. */
const NUMBERS_FROM = 9_000;

export interface OtherOffice {
  /** A new document; resolves once the axis has it. */
  document(subject: string, change?: Partial<Plan['sample']>): Promise<Plan>;
  /** The same document once more, under its number, with both signatures now. */
  signedSince(of: Plan): Promise<Plan>;
  /** Word about a document of its own: what revokes, updates or replaces it. */
  about(kind: Extract<Step['kind'], 'revoke' | 'update' | 'replace'>, of: Plan, subject: string): Promise<Plan>;
  /** Status 13: asks for it back. */
  takeBack(of: Plan, reason: string): Promise<void>;
}
export async function otherOffice(profileDir: string): Promise<OtherOffice> {
  const world = join(profileDir, 'profiles', 'training', 'world');
  const offices = loadOffices(world);
  const shop = await openWorkshop(loadFonts(), await openKeys(join(world, 'keys')));
  const plain = planDocuments(12, Date.now()).filter(
    ({ sample }) => sample.type === 'Công văn' && sample.priority === undefined && sample.signed === undefined,
  );
  let given = 0;
  const plan = (subject: string, change: Partial<Plan['sample']> = {}, like?: Plan): Plan => {
    const first = like ?? plain[0];
    if (first === undefined) throw new Error('no plan');
    return { ...first, subject, sample: { ...first.sample, subject, ...change }, number: String(NUMBERS_FROM + given++) };
  };
  async function submit(from: Plan['office'], messageType: 'edoc' | 'status', bytes: Uint8Array): Promise<void> {
    const office = offices.find(({ organId: id }) => id === from.organId);
    if (office === undefined) throw new Error(from.organId);
    const endpoint = `http://127.0.0.1:${readFileSync(join(world, 'port'), 'utf8').trim()}`;
    const line = vxpTransport({ endpoint, systemId: office.systemId, secret: office.secret });
    try {
      await line.send({
        messageType,
        from: organId(from.organId),
        to: [organId(here.organId)],
        size: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest(),
        async *read() {
          yield bytes;
        },
      });
    } finally {
      line.close();
    }
  }
  const send = async (one: Plan, unusual: Parameters<typeof buildPackage>[2] = {}): Promise<Plan> => {
    await submit(one.office, 'edoc', await buildPackage(shop, one, unusual));
    return one;
  };
  const tell = (kind: Step['kind'], one: Plan, of: Plan): Promise<Plan> => {
    const { business, about } = businessOf({ kind, at: 0, plan: one, about: of }, here.organId);
    return send(one, { business, responseFor: about });
  };
  return {
    document: (subject, change) => send(plan(subject, change)),
    signedSince: (of) => {
      const { signed: _, ...sample } = of.sample;
      return tell('update', { ...of, sample }, of);
    },
    about: (kind, of, subject) => tell(kind, plan(subject, {}, of), of),
    takeBack: async (of, reason) => {
      const message = writeStatus({
        kind: 'status',
        from: { organId: organId(of.office.organId), organizationInCharge: of.office.parentName, organName: of.office.name },
        responseFor: { organId: organId(here.organId), code: `${of.number}/${of.notation}`, documentId: documentIdOf(of) },
        staffInfo: { department: 'Văn thư', staff: of.office.clerk },
        statusCode: '13',
        description: reason,
        timestamp: Date.now(),
      });
      await submit(of.office, 'status', message);
    },
  };
}
