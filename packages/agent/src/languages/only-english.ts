import type { Language } from './language-of.js';

const sorry: Record<Exclude<Language, 'en'>, string> = {
  de: 'Das habe ich nicht verstanden: Bisher verstehe ich nur Englisch gut. Bitte frag mich auf Englisch, zum Beispiel „how many people are there?“.',
  fr: "Je n'ai pas compris : pour l'instant je ne comprends bien que l'anglais. Posez la question en anglais, par exemple « how many people are there? ».",
  es: 'No lo he entendido: por ahora solo entiendo bien el inglés. Pregúntame en inglés, por ejemplo «how many people are there?».',
  it: 'Non ho capito: per ora capisco bene solo l’inglese. Chiedimelo in inglese, per esempio «how many people are there?».',
  pt: 'Não entendi: por enquanto só entendo bem inglês. Pergunte em inglês, por exemplo “how many people are there?”.',
  nl: 'Dat begreep ik niet: voorlopig begrijp ik alleen Engels goed. Vraag het in het Engels, bijvoorbeeld “how many people are there?”.',
  pl: 'Nie zrozumiałem: na razie dobrze rozumiem tylko angielski. Zapytaj po angielsku, na przykład „how many people are there?”.',
  ru: 'Я не понял: пока я хорошо понимаю только английский. Спросите по-английски, например «how many people are there?».',
  zh: '抱歉，我目前只能听懂英语。请用英语提问，例如 “how many people are there?”。',
  ja: 'すみません、今のところ英語しか理解できません。英語で質問してください。例：“how many people are there?”',
  ko: '죄송합니다. 지금은 영어만 이해할 수 있습니다. 영어로 물어봐 주세요. 예: “how many people are there?”',
  ar: 'عذرًا، أفهم الإنجليزية فقط في الوقت الحالي. اسألني بالإنجليزية، مثلًا: “how many people are there?”',
  el: 'Δεν κατάλαβα: προς το παρόν καταλαβαίνω μόνο αγγλικά. Ρωτήστε με στα αγγλικά, π.χ. «how many people are there?».',
  he: 'לא הבנתי: כרגע אני מבין רק אנגלית. שאלו אותי באנגלית, למשל “how many people are there?”.',
  th: 'ขออภัย ตอนนี้ฉันเข้าใจเฉพาะภาษาอังกฤษ โปรดถามเป็นภาษาอังกฤษ เช่น “how many people are there?”',
  hi: 'क्षमा करें, अभी मैं केवल अंग्रेज़ी समझता हूँ। कृपया अंग्रेज़ी में पूछें, जैसे “how many people are there?”',
};

/** Says in the asker's language that the question was not understood and that English is. */
export function sorryOnlyEnglish(language: Exclude<Language, 'en'>): string {
  return sorry[language];
}
