import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { success } from '../../shared/result.ts';
import type { ApiContext } from './environment.ts';
import { findBeside } from './practice-process.ts';
import { ROLLCALL_VERSION } from './version.ts';

const licenceFile = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }));

/** The handlers of the contract's group `about`. */
export function createAboutHandlers({ store, showFolder }: ApiContext): GroupHandlers<'about'> {
  return {
    info: async () =>
      success({
        version: ROLLCALL_VERSION,
        dataFolder: store.folder,
        canShowFolder: showFolder !== undefined,
      }),
    showFolder: async () => {
      await showFolder?.(store.folder);
      return success({});
    },
    licences: async () => {
      const path = findBeside('../licences.json', '../../licences.json', '../../out/licences.json');
      const packages = path === null ? [] : licenceFile.parse(JSON.parse(await readFile(path, 'utf8')));
      return success({ packages });
    },
  };
}
