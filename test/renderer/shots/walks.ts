/** What every walk over the screens uses: the ways a person goes, and where the pictures go. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes a picture of what stands on the screen now, named after the walk and this part of it. */
export type Shot = (part: string) => Promise<void>;
export interface Walk {
  /** How the invented core begins (`test/renderer/dev.ts`): `?fresh`, `?organs=3` … */
  readonly query?: string;
  readonly walk: (page: Page, shot: Shot) => Promise<void>;
}
export type Shots = Readonly<Record<string, Walk>>;

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
export const menu = (page: Page, name: string) => page.locator('nav.menu').getByRole('button', { name }).click();
export const openRow = (page: Page, n: number) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .nth(n + 1)
    .click();
export const section = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Các phần cài đặt' }).getByRole('button', { name, exact: true }).click();
/** The first page of a document is drawn. */
export const pages = (page: Page) => page.locator('.pdf-page canvas').first().waitFor();
/** The folder of this run. */
export const folder = (): string => process.argv[2] ?? join(tmpdir(), 'shots');
