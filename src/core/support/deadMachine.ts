/** The page "khi máy hỏng" with what this store knows: its office, where its backups lie. One sheet of A4, for the envelope. */
import { type DeadMachineFacts, deadMachinePage } from '../../domain/deadMachine.ts';
import { supportMoment } from '../../domain/supportWords.ts';
import { legalDateOf, printedDate } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { Maintenance } from '../maintenance/index.ts';
import { type OnePage, printOnePage } from '../print/onePage.ts';

export function deadMachineFacts(
  maintenance: Pick<Maintenance, 'state'>,
  office: string,
  organs: readonly string[],
  version: string,
  now: number,
): DeadMachineFacts {
  return {
    office,
    organs,
    version,
    made: printedDate(legalDateOf(now)),
    places: maintenance
      .state()
      .backup.targets.map(({ path, otherDisk, last }) => ({ path, otherDisk, ...(last ? { last: supportMoment(last.at) } : {}) })),
  };
}

export function printDeadMachine(facts: DeadMachineFacts, place: PrintPlace): Promise<Uint8Array> {
  const { title, subtitle, facts: known, steps, never, call } = deadMachinePage(facts);
  const page: OnePage = {
    title,
    subtitle,
    facts: known,
    blocks: [
      { title: 'Các bước', items: steps, numbered: true },
      { title: 'Không được làm', items: never },
      { title: 'Gọi cho ai', items: call },
    ],
    fonts: place.fonts,
    ...(place.watermark === undefined ? {} : { watermark: place.watermark }),
  };
  return printOnePage(page);
}
