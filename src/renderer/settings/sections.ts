/** The sections of Cài đặt, in the order of the list. A room adds its section by one line here and its words' keys. */
import { type ComponentType, lazy } from 'react';
import type { Role } from '../../domain/roles.ts';
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
    Section: lazy(() => import('../theme/LookSection.tsx')),
  },
  {
    key: 'lessons',
    title: 'settings.lessons.title',
    lead: 'settings.lessons.lead',
    training: true,
    Section: lazy(() => import('../lessons/Section.tsx')),
  },
  {
    key: 'training',
    title: 'settings.training.title',
    lead: 'settings.training.lead',
    training: true,
    Section: lazy(() => import('./TrainingDays.tsx')),
  },
  {
    key: 'checklist',
    title: 'settings.checklist.title',
    lead: 'settings.checklist.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../firstStart/Checklist.tsx')),
  },
  {
    key: 'people',
    title: 'settings.people.title',
    lead: 'settings.people.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../people/People.tsx')),
  },
  {
    key: 'ways',
    title: 'settings.ways.title',
    lead: 'settings.ways.lead',
    Section: lazy(() => import('../people/Ways.tsx')),
  },
  {
    key: 'organs',
    title: 'settings.organs.title',
    lead: 'settings.organs.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../people/Organs.tsx')),
  },
  {
    key: 'books',
    title: 'settings.books.title',
    lead: 'settings.books.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: lazy(() => import('../registers/BooksSection.tsx')),
  },
  {
    key: 'paper',
    title: 'settings.paper.title',
    lead: 'settings.paper.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: lazy(() => import('../papers/Settings.tsx')),
  },
  {
    key: 'petitions',
    title: 'settings.petitions.title',
    lead: 'settings.petitions.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../papers/PetitionClocks.tsx')),
  },
  {
    key: 'calendar',
    title: 'settings.calendar.title',
    lead: 'settings.calendar.lead',
    Section: lazy(() => import('../deadlines/Calendar.tsx')),
  },
  {
    key: 'deadlines',
    title: 'settings.deadlines.title',
    lead: 'settings.deadlines.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../deadlines/Rules.tsx')),
  },
  {
    key: 'rules',
    title: 'settings.rules.title',
    lead: 'settings.rules.lead',
    roles: ['clerk', 'leader', 'administrator'],
    Section: lazy(() => import('../rules/Section.tsx')),
  },
  {
    key: 'connections',
    title: 'settings.connections.title',
    lead: 'settings.connections.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../exchange/Connections.tsx')),
  },
  {
    key: 'outages',
    title: 'settings.outages.title',
    lead: 'settings.outages.lead',
    Section: lazy(() => import('../deadlines/Outages.tsx')),
  },
  {
    key: 'trust',
    title: 'trust.title',
    lead: 'trust.lead',
    Section: lazy(() => import('../verify/TrustSection.tsx')),
  },
  {
    key: 'scanner',
    title: 'settings.scanner.title',
    lead: 'settings.scanner.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: lazy(() => import('./Scanner.tsx')),
  },
  {
    key: 'usb',
    title: 'settings.usb.title',
    lead: 'settings.usb.lead',
    roles: ['administrator', 'clerk'],
    Section: lazy(() => import('../folder/Usb.tsx')),
  },
  {
    key: 'province',
    title: 'settings.province.title',
    lead: 'settings.province.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../province/Sources.tsx')),
  },
  {
    key: 'packages',
    title: 'settings.packages.title',
    lead: 'settings.packages.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('./Packages.tsx')),
  },
  {
    key: 'powers',
    title: 'powers.title',
    lead: 'powers.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: lazy(() => import('../signing/Powers.tsx')),
  },
  {
    key: 'seals',
    title: 'seals.title',
    lead: 'seals.lead',
    roles: ADMINISTRATOR_OR_CLERK,
    Section: lazy(() => import('../signing/Seals.tsx')),
  },
  {
    key: 'signing',
    title: 'signingSettings.title',
    lead: 'signingSettings.lead',
    roles: ADMINISTRATOR,
    Section: lazy(() => import('../signing/SigningSettings.tsx')),
  },
  {
    key: 'support',
    title: 'settings.support.title',
    lead: 'settings.support.lead',
    Section: lazy(() => import('../support/Diagnostics.tsx')),
  },
];
