/**
 * Whether a word can be a Vietnamese syllable, by its spelling: onset, rime and the tones a closing stop allows. It
 * tells text in an old encoding from honest text, where a dictionary would be too large and too sure of itself.
 */
const ONSETS = [
  'ngh',
  'ng',
  'nh',
  'gh',
  'gi',
  'kh',
  'ch',
  'ph',
  'th',
  'tr',
  'qu',
  'b',
  'c',
  'd',
  'đ',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'x',
  '',
] as const;

const RIMES: ReadonlySet<string> = new Set(
  `a ac ach ai am an ang anh ao ap at au ay
   ă ăc ăm ăn ăng ăp ăt
   â âc âm ân âng âp ât âu ây
   e ec em en eng eo ep et
   ê êch êm ên ênh êp êt êu êng
   i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
   o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
   ô ôc ôi ôm ôn ông ôp ôt
   ơ ơi ơm ơn ơp ơt
   u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu
   ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
   y yêm yên yêng yêt yêu ynh yt`.split(/\s+/),
);
const STOPS = /(?:c|ch|p|t)$/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const STOP_TONES: readonly string[] = ['\u0301', '\u0323'];

/** @param word one word in any case, composed or not */
export function isSyllable(word: string): boolean {
  const apart = word.toLowerCase().normalize('NFD');
  const tones = apart.match(TONES) ?? [];
  if (tones.length > 1) return false;
  const plain = apart.replace(TONES, '').normalize('NFC');
  if (plain.length > 7 || !/^[a-zăâđêôơư]+$/.test(plain)) return false;
  return ONSETS.some((onset) => {
    if (!plain.startsWith(onset)) return false;
    const rime = plain.slice(onset.length);
    if (!RIMES.has(rime)) return false;
    return !STOPS.test(rime) || STOP_TONES.includes(tones[0] ?? '');
  });
}
