/**
 * Kokoro's sounds as espeak-ng writes the same ones in American English, which is what Piper's voices were trained with: diphthongs and affricates as two sounds, long
 * vowels marked as long, r's with their vowels. (misaki made its alphabet out of espeak's; this is the way back.)
 */
const written: Readonly<Record<string, string>> = {
  ...{ A: 'eɪ', I: 'aɪ', O: 'oʊ', W: 'aʊ', Y: 'ɔɪ', Q: 'əʊ', ʤ: 'dʒ', ʧ: 'tʃ', ᵊ: 'ə' },
  ...{ '—': ', ', '…': '...', '“': '"', '”': '"' },
};

export function espeakSounds(sounds: string): string {
  return sounds
    .replace(/ɜɹ/g, 'ɜː')
    .replace(/əɹ(?![ˈˌ])/g, 'ɚ')
    .replace(/ɚ(?=[AIOWYiuæɑəɛɪʊʌᵻ])/g, 'ɚɹ')
    .replace(/[ɑɔ]/g, '$&ː')
    .replace(/([ˈˌ][iu])(?!ː)/g, '$1ː')
    .replace(/u(?!ː)/g, 'uː')
    .replace(/i(?=[bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ])/g, 'iː')
    .replace(/./gu, (sound) => written[sound] ?? sound)
    .replace(/ *, */g, ', ');
}
