/** Pictures of the pages of a file that is a scan, made by the process that decodes pictures. */
import { Failure } from '../../domain/errors.ts';
import type { Imaging } from '../scanning/index.ts';
import type { PagePictures } from './index.ts';

const AS_IT_CAME = { turn: 0, straighten: 0 } as const;

export const picturesOf = (imaging: Imaging): PagePictures => ({
  async count(source) {
    try {
      const { pages, whole } = await imaging.ask('inspectScan', { source }, true);
      return whole ? undefined : pages.length;
    } catch (error) {
      // Protected, damaged, too large: it is shown as it is, and nothing is proposed.
      if (error instanceof Failure) return undefined;
      throw error;
    }
  },
  picture: (source, page, target) => imaging.ask('readablePage', { source, page, edit: AS_IT_CAME, target }, true),
});
