/** The sections of Cài đặt under heads, and those that a few typed letters mean. */
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type TextKey, t } from '../text/index.ts';
import type { Section } from './sections.ts';

interface Group {
  readonly title: TextKey;
  /** Keys of its sections, in their order. */
  readonly sections: readonly string[];
}
export const GROUPS: readonly Group[] = [
  { title: 'settings.group.office', sections: ['checklist', 'organs', 'books', 'paper', 'petitions'] },
  { title: 'settings.group.people', sections: ['people', 'ways', 'look'] },
  { title: 'settings.group.work', sections: ['calendar', 'deadlines', 'rules'] },
  { title: 'settings.group.line', sections: ['connections', 'outages', 'usb', 'province', 'packages'] },
  { title: 'settings.group.signing', sections: ['powers', 'seals', 'signing', 'trust'] },
  { title: 'settings.group.machine', sections: ['scanner', 'audit', 'support'] },
  { title: 'settings.group.training', sections: ['lessons', 'training'] },
];
export interface Grouped {
  readonly title: TextKey;
  readonly sections: readonly Section[];
}
/** A section that no group names stands in the first. */
export function grouped(sections: readonly Section[], typed: string): readonly Grouped[] {
  const words = foldVietnamese(typed).split(/\s+/).filter(Boolean);
  const fits = ({ title, lead }: Section, head: string): boolean => {
    const text = foldVietnamese(`${t(title)} ${t(lead)} ${head}`);
    return words.every((word) => text.includes(word));
  };
  const named = new Set(GROUPS.flatMap((group) => group.sections));
  return GROUPS.map(({ title, sections: keys }, i) => {
    const own = keys.flatMap((key) => sections.find((section) => section.key === key) ?? []);
    const others = i === 0 ? sections.filter((section) => !named.has(section.key)) : [];
    return { title, sections: [...own, ...others].filter((section) => fits(section, t(title))) };
  }).filter((group) => group.sections.length > 0);
}
