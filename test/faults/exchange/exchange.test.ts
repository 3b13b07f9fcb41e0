import { expect, it } from 'vitest';
import { exchangeFaults } from './index.ts';

it('300 documents between three offices over faulty lines, with every process killed now and then: none lost, doubled, misled, changed or out of order', async () => {
  const heard: string[] = [];
  const figures = await exchangeFaults({ messages: 300, seed: 1, say: (line) => heard.push(line) });
  const agreed = { lost: 0, doubled: 0, out_of_order: 0, wrong_recipient: 0, bytes_differ: 0 };
  expect(figures, heard.slice(-20).join('\n')).toMatchObject(agreed);
  expect(figures.kills).toBeGreaterThan(0);
  expect(figures.faults).toBeGreaterThan(0);
}, 230_000);
