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

const firstPicture: Record<Exclude<Language, 'en'>, string> = {
  de: 'Zeig mir zuerst ein Bild: Zieh es hierher, füge es ein oder wähle ein Beispiel. Fragen verstehe ich bisher nur auf Englisch gut, zum Beispiel „how many people are there?“.',
  fr: "Montrez-moi d'abord une image : déposez-la ici, collez-la ou choisissez un exemple. Pour l'instant, posez vos questions en anglais, par exemple « how many people are there? ».",
  es: 'Enséñame primero una imagen: suéltala aquí, pégala o elige un ejemplo. Por ahora, pregúntame en inglés, por ejemplo «how many people are there?».',
  it: 'Mostrami prima un’immagine: trascinala qui, incollala o scegli un esempio. Per ora fammi le domande in inglese, per esempio «how many people are there?».',
  pt: 'Mostre-me primeiro uma imagem: solte-a aqui, cole-a ou escolha um exemplo. Por enquanto, pergunte em inglês, por exemplo “how many people are there?”.',
  nl: 'Laat me eerst een afbeelding zien: sleep die hierheen, plak die of kies een voorbeeld. Stel je vragen voorlopig in het Engels, bijvoorbeeld “how many people are there?”.',
  pl: 'Najpierw pokaż mi obraz: upuść go tutaj, wklej albo wybierz przykład. Na razie pytaj po angielsku, na przykład „how many people are there?”.',
  ru: 'Сначала покажите мне изображение: перетащите его сюда, вставьте или выберите пример. Пока задавайте вопросы по-английски, например «how many people are there?».',
  zh: '请先给我看一张图片：把它拖到这里、粘贴，或选择一个示例。目前请用英语提问，例如 “how many people are there?”。',
  ja: 'まず画像を見せてください。ここにドロップするか、貼り付けるか、サンプルを選んでください。今のところ質問は英語でお願いします。例：“how many people are there?”',
  ko: '먼저 이미지를 보여 주세요. 여기에 놓거나 붙여넣거나 예시를 고르세요. 지금은 영어로 물어봐 주세요. 예: “how many people are there?”',
  ar: 'أرني صورة أولًا: أفلتها هنا أو ألصقها أو اختر مثالًا. اسألني في الوقت الحالي بالإنجليزية، مثلًا: “how many people are there?”',
  el: 'Δείξτε μου πρώτα μια εικόνα: αφήστε την εδώ, επικολλήστε την ή διαλέξτε ένα παράδειγμα. Προς το παρόν ρωτήστε με στα αγγλικά, π.χ. «how many people are there?».',
  he: 'הראו לי קודם תמונה: גררו אותה לכאן, הדביקו אותה או בחרו דוגמה. כרגע שאלו אותי באנגלית, למשל “how many people are there?”.',
  th: 'ขอดูรูปภาพก่อน: วางรูปที่นี่ แปะ หรือเลือกตัวอย่าง ตอนนี้โปรดถามเป็นภาษาอังกฤษ เช่น “how many people are there?”',
  hi: 'पहले मुझे एक तस्वीर दिखाइए: उसे यहाँ छोड़ें, चिपकाएँ या कोई नमूना चुनें। अभी सवाल अंग्रेज़ी में पूछें, जैसे “how many people are there?”',
};

/** Asks, in the asker's language, for a picture to begin with and for questions in English. */
export function pictureFirst(language: Language): string {
  return language === 'en' ? 'Show me a picture first: drop one here, paste it or pick a sample, and ask me about it.' : firstPicture[language];
}
