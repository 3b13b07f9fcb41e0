/** The sections of Cài đặt, in the order of the list. A room adds its section by one line here and its words' keys. */
import type { ComponentType } from 'react';
import type { Role } from '../../domain/roles.ts';
import { Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import type { TextKey } from '../text/index.ts';

export interface Section {
  /** Stands in `View` and in links to it. */
  readonly key: string;
  readonly title: TextKey;
  /** One line under the title: what is set here. */
  readonly lead: TextKey;
  /** Who sees it; everybody where absent. */
  readonly roles?: readonly Role[];
  /** Shown in training mode only. */
  readonly training?: true;
  readonly Section: ComponentType;
}

const ADMINISTRATOR: readonly Role[] = ['administrator'];
const ADMINISTRATOR_OR_CLERK: readonly Role[] = ['administrator', 'clerk'];
export const SECTIONS: readonly Section[] = [
  {
    key: 'look',
    title: 'settings.look.title',
    lead: 'settings.look.lead',
    Section: later(() => import('../theme/LookSection.tsx'), Waiting),
  },
  {
    key: 'lessons',
    title: 'settings.lessons.title',
    lead: 'settings.lessons.lead',
    training: true,
    Section: later(() => import('../lessons/Section.tsx'), Waiting),
  },
  {
    key: 'training',
    title: 'settings.training.title',
    lead: 'settings.training.lead',
    training: true,
    Section: later(() => import('./TrainingDays.tsx'), Waiting),
  },
  {
    key: 'checklist',
    title: 'settings.checklist.title',
    lead: 'settings.checklist.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../firstStart/Checklist.tsx'), Waiting),
  },
  {
    key: 'people',
    title: 'settings.people.title',
    lead: 'settings.people.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../people/People.tsx'), Waiting),
  },
  {
    key: 'ways',
    title: 'settings.ways.title',
    lead: 'settings.ways.lead',
    Section: later(() => import('../people/Ways.tsx'), Waiting),
  },
  {
    key: 'organs',
    title: 'settings.organs.title',
    lead: 'settings.organs.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../people/Organs.tsx'), Waiting),
  },
  {
    key: 'books',
    title: 'settings.books.title',
    lead: 'settings.books.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: later(() => import('../registers/BooksSection.tsx'), Waiting),
  },
  {
    key: 'paper',
    title: 'settings.paper.title',
    lead: 'settings.paper.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: later(() => import('../papers/Settings.tsx'), Waiting),
  },
  {
    key: 'petitions',
    title: 'settings.petitions.title',
    lead: 'settings.petitions.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../papers/PetitionClocks.tsx'), Waiting),
  },
  {
    key: 'calendar',
    title: 'settings.calendar.title',
    lead: 'settings.calendar.lead',
    Section: later(() => import('../deadlines/Calendar.tsx'), Waiting),
  },
  {
    key: 'deadlines',
    title: 'settings.deadlines.title',
    lead: 'settings.deadlines.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../deadlines/Rules.tsx'), Waiting),
  },
  {
    key: 'rules',
    title: 'settings.rules.title',
    lead: 'settings.rules.lead',
    roles: ['clerk', 'leader', 'administrator'],
    Section: later(() => import('../rules/Section.tsx'), Waiting),
  },
  {
    key: 'connections',
    title: 'settings.connections.title',
    lead: 'settings.connections.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../exchange/Connections.tsx'), Waiting),
  },
  {
    key: 'outages',
    title: 'settings.outages.title',
    lead: 'settings.outages.lead',
    Section: later(() => import('../deadlines/Outages.tsx'), Waiting),
  },
  {
    key: 'trust',
    title: 'trust.title',
    lead: 'trust.lead',
    Section: later(() => import('../verify/TrustSection.tsx'), Waiting),
  },
  {
    key: 'scanner',
    title: 'settings.scanner.title',
    lead: 'settings.scanner.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: later(() => import('./Scanner.tsx'), Waiting),
  },
  {
    key: 'usb',
    title: 'settings.usb.title',
    lead: 'settings.usb.lead',
    roles: ['administrator', 'clerk'],
    Section: later(() => import('../folder/Usb.tsx'), Waiting),
  },
  {
    key: 'province',
    title: 'settings.province.title',
    lead: 'settings.province.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../province/Sources.tsx'), Waiting),
  },
  {
    key: 'packages',
    title: 'settings.packages.title',
    lead: 'settings.packages.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('./Packages.tsx'), Waiting),
  },
  {
    key: 'powers',
    title: 'powers.title',
    lead: 'powers.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: later(() => import('../signing/Powers.tsx'), Waiting),
  },
  {
    key: 'seals',
    title: 'seals.title',
    lead: 'seals.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: later(() => import('../signing/Seals.tsx'), Waiting),
  },
  {
    key: 'signing',
    title: 'signingSettings.title',
    lead: 'signingSettings.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../signing/SigningSettings.tsx'), Waiting),
  },
  {
    key: 'audit',
    title: 'settings.audit.title',
    lead: 'settings.audit.lead',
    roles: ADMINISTRATOR,
    Section: later(() => import('../audit/Section.tsx'), Waiting),
  },
  {
    key: 'support',
    title: 'settings.support.title',
    lead: 'settings.support.lead',
    Section: later(() => import('../support/Diagnostics.tsx'), Waiting),
  },
];
