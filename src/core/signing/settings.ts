/** How the office signs: level, timestamp service, what happens without it, forms per organ. */
import { SIGNATURE_LEVELS, type SignatureLevel, type SigningSettings } from '../../contract/page/signing.ts';
import { Failure } from '../../domain/errors.ts';
import { FORM_PROFILE_IDS, type FormProfileId, usualProfile } from '../../domain/formProfiles.ts';
import { connectionRefusal, type Mode } from '../../domain/profile.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { listOwnOrgans } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';

const profileKey = (organId: string): string => `forms.profile.${organId}`;
const isProfile = (text: string | undefined): text is FormProfileId => (FORM_PROFILE_IDS as readonly (string | undefined)[]).includes(text);

export function profileOf(store: Store, organId: string): FormProfileId {
  const kept = store.setting(profileKey(organId));
  if (isProfile(kept)) return kept;
  const kind = store.db.prepare('SELECT kind FROM organ WHERE organ_id = ?').pluck().get(organId);
  if (kind === 'party' || kind === 'front') return kind;
  return usualProfile(listOwnOrgans(store).find((o) => o.organId === organId)?.abbreviation ?? '');
}

type Kept = Omit<SigningSettings, 'profiles' | 'converter'>;
export function readSettings(store: Store): Kept {
  const tsaUrl = store.setting('tsa.url') ?? '';
  const level = SIGNATURE_LEVELS.find((l) => l === store.setting('signing.level')) ?? 'B-T';
  return {
    // Without a service there is nothing to ask: the level says then what is wanted once there is one.
    level,
    tsaUrl,
    without: store.setting('tsa.without') === 'stop' ? 'stop' : 'mark',
    numberBy: store.setting('signing.number_by') === 'form_field' ? 'form_field' : 'signature',
    attachments: store.setting('signing.attachments') !== 'no',
  };
}
/** Which of the two does an act at least ask for. */
export const wants = (level: SignatureLevel, least: SignatureLevel): boolean =>
  SIGNATURE_LEVELS.indexOf(level) >= SIGNATURE_LEVELS.indexOf(least);

export function settingsFor(store: Store, converter: string | undefined): SigningSettings {
  return {
    ...readSettings(store),
    profiles: listOwnOrgans(store).map(({ organId, name }) => ({ organId, name, profile: profileOf(store, organId) })),
    ...(converter === undefined ? {} : { converter }),
  };
}

/** @throws Failure `signing.tsa_address`, `signing.tsa_loopback`, `signing.tsa_needed` */
export function saveSettings(
  store: Store,
  actor: Actor,
  mode: Mode,
  input: Omit<SigningSettings, 'converter' | 'profiles'> & {
    readonly profiles: readonly { readonly organId: string; readonly profile: FormProfileId }[];
  },
): void {
  const tsaUrl = input.tsaUrl.trim();
  if (tsaUrl !== '') {
    // The same rule as for a connection of real work: nothing on this very machine.
    const refused = connectionRefusal('real', tsaUrl, 'x');
    if (refused?.code === 'axis.endpoint_invalid') throw new Failure('signing.tsa_address');
    if (refused && mode === 'real') throw new Failure('signing.tsa_loopback');
  } else if (input.level === 'B-LTA') throw new Failure('signing.tsa_needed');
  store.tx(() => {
    store.setSetting('tsa.url', tsaUrl);
    store.setSetting('tsa.without', input.without);
    store.setSetting('signing.level', input.level);
    store.setSetting('signing.number_by', input.numberBy);
    store.setSetting('signing.attachments', input.attachments ? 'yes' : 'no');
    for (const { organId, profile } of input.profiles) store.setSetting(profileKey(organId), profile);
    record(store, actor, 'signing.settings', input.level, input.without);
  }, 'signing:settings');
}
