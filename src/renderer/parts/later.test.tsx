import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { type Later, later } from './later.tsx';

const Part = ({ name }: { readonly name: string }) => <b>{name}</b>;
const drawn = (Shown: Later<{ readonly name: string }>): string => renderToStaticMarkup(<Shown name="Sổ đến" />);

test('a part that was fetched is there with the first drawing; before that its place is kept', async () => {
  let loads = 0;
  const load = async () => {
    loads++;
    return { default: Part };
  };
  const Later = later(load, () => <i>…</i>);
  expect(drawn(Later)).toBe('<i>…</i>');
  await Later.fetch();
  await Later.fetch();
  expect(drawn(Later)).toBe('<b>Sổ đến</b>');
  expect(loads).toBe(1);
});

test('what could not be fetched is fetched again when it is next wanted', async () => {
  let tries = 0;
  const Later = later(async () => {
    if (++tries === 1) throw new Error('gone');
    return { default: Part };
  });
  await expect(Later.fetch()).rejects.toThrow('gone');
  expect(drawn(Later)).toBe('');
  await Later.fetch();
  expect(drawn(Later)).toBe('<b>Sổ đến</b>');
});
