/** The page's calls on languages of the screens; the files are main's to keep, who may change them is decided here. */
import { writeFile } from 'node:fs/promises';
import type { languageCalls } from '../../contract/page/languages.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { MAX_LANGUAGE_BYTES } from '../../domain/languages.ts';
import { record } from '../audit/index.ts';
import { type Session, signedIn } from './session.ts';

export const languageHandlers: Handlers<typeof languageCalls, Session> = {
  'languages.list': (_input, session) => signedIn(session).workstation.languages(),
  'languages.put': async ({ language, text }, session) => {
    const { workstation, actor } = signedIn(session);
    requireFile(language, text);
    await workstation.changeLanguage({ act: 'put', language, text });
    workstation.store.tx(() => record(workstation.store, actor, 'languages.put', language, 'ok'), 'languages:put');
    return {};
  },
  'languages.remove': async ({ language }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.changeLanguage({ act: 'remove', language });
    workstation.store.tx(() => record(workstation.store, actor, 'languages.remove', language, 'ok'), 'languages:remove');
    return {};
  },
  'languages.choose': async ({ language }, session) => {
    await signedIn(session).workstation.changeLanguage({ act: 'choose', language });
    return {};
  },
  'languages.saveTemplate': async ({ text }, session) => {
    const { workstation, actor } = signedIn(session);
    const path = await workstation.chooseSavePath('ngon-ngu-en.json');
    if (path === undefined) return { saved: false };
    await writeFile(path, text);
    workstation.store.tx(() => record(workstation.store, actor, 'languages.template', 'template', 'ok'), 'languages:template');
    return { saved: true };
  },
};

/** A catalogue of that language by its outside; its texts are judged where they are shown. @throws Failure `languages.not_a_catalogue` */
function requireFile(language: string, text: string): void {
  if (Buffer.byteLength(text) > MAX_LANGUAGE_BYTES) throw new Failure('languages.not_a_catalogue');
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Failure('languages.not_a_catalogue');
  }
  if (typeof read !== 'object' || read === null || (read as { language?: unknown }).language !== language)
    throw new Failure('languages.not_a_catalogue');
}
