import { describe, expect, test } from 'vitest';
import { answerAsPlainText } from '../answers/plain-text.js';
import { askOnce, conversation } from '../fixtures/conversation.js';
import { printedLines } from '../fixtures/recorded-perception.js';

/** Asks about printed rows; a tab in a row puts what follows into a column at the right. */
const asking = (...rows: string[]) => async (question: string) => answerAsPlainText((await askOnce(question, { text: printedLines(...rows) })).text);

describe('a receipt', () => {
  const receipt = asking(
    'GREEN GROCER LTD', '12 Market Street', 'Tel: 020 7946 0018', 'Date: 03/05/2024 14:22', 'BREAD\t2.10', 'MILK\t1.30', 'OLIVE OIL\t7.90', 'SUBTOTAL\t11.30', 'TAX 5%\t0.57', 'TOTAL\t11.87', 'CASH\t20.00', 'CHANGE\t8.13', 'THANK YOU',
  );
  test.each([
    ['What is the total?', '11.87'],
    ['How much was paid in total?', '11.87'],
    ['What is the subtotal?', '11.30'],
    ['How much is the tax?', '0.57'],
    ['How much change was given?', '8.13'],
    ['How much did the milk cost?', '1.30'],
    ['What is the name of the shop?', 'GREEN GROCER LTD'],
    ['What is the date on the receipt?', '03/05/2024'],
    ['What is the phone number?', '020 7946 0018'],
    ['What is the address?', '12 Market Street'],
    ['What is the most expensive item?', 'OLIVE OIL'],
    ['How many items were bought?', '3'],
    ['Which item costs 2.10?', 'BREAD'],
  ])('%s', async (question, answer) => {
    expect(await receipt(question)).toContain(answer);
  });

  test('marks the line of the answer', async () => {
    const { evidence } = await askOnce('what is the total?', { text: printedLines('CORNER SHOP', 'BREAD $2.10', 'MILK $1.30', 'SUBTOTAL $3.40', 'TAX $0.20', 'TOTAL $3.60') });
    expect(evidence).toMatchObject([{ kind: 'text', text: 'TOTAL $3.60' }]);
  });

  test('tells what is to pay after rounding, not the taxes summed up below', async () => {
    const rounded = asking('KEDAI MAJU SDN BHD', 'PENCIL\t1.02', 'PAPER\t9.00', 'Total incl. GST\t10.02', 'Rounding\t-0.02', 'Total\t10.00', 'Cash\t20.00', 'Change\t10.00', 'GST Summary\tAmount', 'SR 6%\t9.45', 'Total\t9.45');
    expect(await rounded('what is the total?')).toContain('10.00');
  });
});

describe('a sign', () => {
  const sign = asking('NO PARKING', 'Mon - Fri  7 am - 7 pm', 'Except permit holders', 'Fine up to $250', 'City of Redwood');
  test.each([
    ['What does the sign say?', 'NO PARKING'],
    ['What is forbidden?', 'NO PARKING'],
    ['How high is the fine?', '$250'],
    ['Until what time is parking forbidden?', '7 pm'],
    ['Which city put up the sign?', 'Redwood'],
    ['Which language is it?', 'English'],
    ['Does it say "permit"?', 'Yes'],
    ['How many times does the word parking appear?', '1 time'],
  ])('%s', async (question, answer) => {
    expect(await sign(question)).toContain(answer);
  });

  test('has opening hours for each day', async () => {
    const hours = asking('Green Leaf Pharmacy', 'Monday - Wednesday\t8:30 - 18:00', 'Thursday\t8:30 - 20:00', 'Saturday\t9:00 - 12:30', 'Sunday\tclosed');
    expect(await hours('When does it close on Thursday?')).toContain('20:00');
    expect(await hours('What time does it open on Saturday?')).toContain('9:00');
    expect(await hours('What are the hours on Tuesday?')).toContain('8:30 - 18:00');
    expect(await hours('Is it open on Sunday?')).toMatch(/^No/);
    expect(await hours('What is the name of the pharmacy?')).toContain('Green Leaf Pharmacy');
  });

  test('names who made it', async () => {
    const plaque = asking('HENRIETTA VALE', 'painter, lived here from 1871 to 1889', 'Erected by the Fernbrook Historical Society');
    expect(await plaque('Whose name is on the plaque?')).toContain('HENRIETTA VALE');
    expect(await plaque('Who put up the plaque?')).toContain('Fernbrook Historical Society');
    expect(await plaque('From when to when did she live here?')).toContain('1871 to 1889');
  });
});

describe('a poster', () => {
  const poster = asking('JAZZ NIGHT', 'with the Marlow Quartet', 'Friday, 14 June 2024', 'Doors 7 pm · Show 8 pm', 'The Blue Lantern', '27 Harbour Street, Bristol', 'Tickets £18 (students £12)', 'www.bluelantern.co.uk', 'Presented by Bristol Arts Council');
  test.each([
    ['When is the concert?', '14 June 2024'],
    ['What time does the show start?', '8 pm'],
    ['How much is a ticket?', '£18'],
    ['How much do students pay?', '£12'],
    ['What is the website?', 'www.bluelantern.co.uk'],
    ['Who presents the event?', 'Bristol Arts Council'],
    ['Who is playing?', 'Marlow Quartet'],
    ['What is the title?', 'JAZZ NIGHT'],
  ])('%s', async (question, answer) => {
    expect(await poster(question)).toContain(answer);
  });
});

describe('a page of a book', () => {
  const page = asking(
    'CHAPTER THREE', 'The Lighthouse Keeper', 'Old Tomas had kept the lighthouse on Skerry Rock', 'for forty-one years. Every evening he climbed the', 'two hundred and six steps to light the lamp. His', 'daughter Ingrid had left for Oslo, because she', 'wanted to become a physician. On the night of the', 'great storm a fishing boat named Petrel struck the', 'rocks below.',
  );
  test.each([
    ['What is the title of the chapter?', 'The Lighthouse Keeper'],
    ['How long had Tomas kept the lighthouse?', 'forty-one years'],
    ['How many steps are there?', 'two hundred and six'],
    ['Why did Ingrid leave?', 'to become a physician'],
    ['Where did his daughter go?', 'Oslo'],
    ['What was the name of the boat?', 'Petrel'],
    ['What did the boat strike?', 'rocks'],
  ])('%s', async (question, answer) => {
    expect(await page(question)).toContain(answer);
  });
});

describe('a table, a form and a screen', () => {
  const table = asking('Time  Destination\tPlatform', '10:12  Utrecht\t5', '10:27  Rotterdam\t2', '11:05  Groningen\t7');
  test('are read by row and heading', async () => {
    expect(await table('From which platform does the train to Rotterdam leave?')).toContain('2');
    expect(await table('When does the train to Groningen leave?')).toContain('11:05');
    expect(await table('Where does the 10:12 train go?')).toContain('Utrecht');
  });

  test('are read by label and value', async () => {
    const form = asking('Network settings', 'Network name\tOrchard-5G', 'IP address\t192.168.4.27', 'Router\t192.168.4.1', 'Owner: Olga Petrenko', 'Status\tcancelled');
    expect(await form('What is the IP address?')).toContain('192.168.4.27');
    expect(await form('What is the name of the network?')).toContain('Orchard-5G');
    expect(await form('Who is the owner?')).toContain('Olga Petrenko');
    expect(await form('What is the status?')).toContain('cancelled');
  });

  test('are read by the numbers of their items', async () => {
    const list = asking('Geography test', '1. What is the capital of Peru?', '2. Which river flows through Vienna?', '3. Name the largest ocean.');
    expect(await list('What is the second question?')).toContain('Which river flows through Vienna?');
  });
});

describe('papers of the everyday', () => {
  test.each([
    ['What was bought?', 'Air adaptor'],
    ['Who served the customer?', 'Paul'],
    ['How is it paid?', 'VISA'],
    ['How much is owed in all?', '21.20'],
    ['What is the mobile number?', '7911 123456'],
  ])('a receipt: %s', async (question, answer) => {
    const receipt = asking('Contoso Hardware', '987-654-3210', '6/10/2019 13:59', 'mob: +44 7911 123456', 'Sales Associate: Paul', 'Item\tAmount', 'Air adaptor\t20.00', 'Total\t20.00', 'GST 6%\t1.20', 'Total due\t21.20', 'VISA\t21.20');
    expect(await receipt(question)).toContain(answer);
  });

  test.each([
    ['Who is the employee?', 'Angel Brown'],
    ['How much income tax was withheld?', '3,894.54'],
    ['Which bank is named?', 'Orchard Bank'],
    ['When was the first dose given?', '1/18/21'],
  ])('a form: %s', async (question, answer) => {
    const form = asking("e Employee's name, address, and ZIP code", 'Angel Brown', '4567 Main Street', '2 Federal income tax withheld', '3,894.54', 'Bank name\tAccount no.', 'Orchard Bank\t00030340067212', '1st dose\t1 /18/21', '2nd dose\t2/8/2021');
    expect(await form(question)).toContain(answer);
  });

  test('letters name whom they speak to, and articles who wrote them', async () => {
    expect(await asking('Dear Dottie:', 'She will probably be calling you, so I thought it', 'best to send over her letter.', 'Kathleen')('Who is the letter to?')).toContain('Dottie');
    expect(await asking('Using free licences', 'by Richard Stallman', 'If you know someone who is writing a manual,', 'show it to them.')('Who wrote the article?')).toContain('Richard Stallman');
  });

  test('signs in two languages are read in the one that is asked for', async () => {
    const text = await asking('小心地滑', 'Carefully slide')('What does the sign say in English?');
    expect(text).toContain('Carefully slide');
    expect(text).not.toContain('小心');
  });
});

describe('words that every object of the language knows', () => {
  test('are words like others', async () => {
    const table = asking('Constructor: Maserati', 'Prototype: none', 'Winner: Harry Schell');
    expect(await table('Who is the constructor?')).toContain('Maserati');
    expect(await table('Which constructor won?')).not.toContain('went wrong');
  });
});

describe('what is quoted', () => {
  test('may be in any language, and is answered by what stands with it', async () => {
    const phrases = asking('English: How much is this?', 'Dutch: Hoeveel is dit?', 'German: Wie viel ist das?');
    expect(await phrases('Which language is "Hoeveel is dit"?')).toContain('Dutch');
  });
});

describe('what stands out', () => {
  const on = (grounds: readonly string[], ...rows: string[]) => ({ text: { lines: printedLines(...rows).lines.map((line, at) => ({ ...line, ground: grounds[at]! })) } });

  test('by its ground is the selected entry', async () => {
    const menu = on(['#ffffff', '#f4f4f4', '#3584e4', '#ffffff'], 'Graphical install', 'Install', 'Advanced options', 'Help');
    expect((await askOnce('Which entry is selected?', menu)).text).toContain('Advanced options');
    const plain = on(['#ffffff', '#ffffff', '#ffffff', '#ffffff'], 'Graphical install', 'Install', 'Advanced options', 'Help');
    expect((await askOnce('Which entry is selected?', plain)).status).not.toBe('answered');
  });

  test('by its figures is the row with the most or the least', async () => {
    const page = printedLines('Summary');
    const cells = [['Game', 'Place', 'Attendance'], ['1', 'Redland Field', '30,511'], ['2', 'Redland Field', '13,923'], ['3', 'Comiskey Park', '32,930']];
    const lines = cells.flatMap((row, y) => row.map((text, x) => {
      const [left, top] = [0.05 + 0.3 * x, 0.2 + 0.08 * y];
      const box: [number, number, number, number] = [left, top, left + 0.012 * text.length, top + 0.04];
      return { text, score: 0.97, box, quad: [[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]] as [[number, number], [number, number], [number, number], [number, number]] };
    }));
    const table = { text: { lines: [...page.lines, ...lines] } };
    expect(answerAsPlainText((await askOnce('Which game had the lowest attendance?', table)).text)).toMatch(/\b2\b/);
    expect(answerAsPlainText((await askOnce('What was the highest attendance?', table)).text)).toContain('32,930');
  });
});

describe('what readers of print get wrong is no obstacle', () => {
  test('glued and torn words, and digits among letters', async () => {
    expect(await asking('NOLITTER', 'FINE $5OO')('What is forbidden?')).toContain('NO LITTER');
    expect(await asking('THE ULTlMATE GUIDE', 'C0NTROL ROOM')('Which room is it?')).toContain('CONTROL ROOM');
    expect(await asking('Total', '$60 . 44')('What is the total?')).toContain('$60.44');
  });

  test('a title that runs over lines stays whole', async () => {
    expect(await asking('THE ULTIMATE', "HITCHHIKER'S", 'GUIDE')('What is the title of the book?')).toContain("THE ULTIMATE HITCHHIKER'S GUIDE");
  });
});

describe('an answer from print', () => {
  test('is short, hedged where it fits less, and declined where nothing does', async () => {
    const page = printedLines('Annual report of the museum', 'Visitors came from forty countries and stayed for two hours on average, longer than in any of the ten years before that one.', 'The café was renovated.');
    for (const question of ['How many countries did visitors come from?', 'What was renovated?', 'How long did visitors stay?']) {
      const { text } = await askOnce(question, { text: page });
      expect(answerAsPlainText(text).split(/\s+/).length, text).toBeLessThanOrEqual(30);
    }
    const { status, text } = await askOnce('What is the phone number of the dentist?', { text: page });
    expect(status).toBe('declined');
    expect(text).toContain("doesn't say");
  });

  test('of a page that names a kind of thing is answered by the page, and not by what the picture looks like', async () => {
    const text = printedLines('Open Source Today', 'A short history', 'Licence: GPLv2', 'First released in 1991', 'Written by many people', 'Read on at the next page', 'Please share');
    expect((await askOnce('which licence does it have?', { text, labels: [{ label: 'web site', score: 0.3 }] })).text).toContain('GPLv2');
  });

  test('after the word that goes with another is no question whether the word is there', async () => {
    expect((await askOnce('what does the sign say kills?', { text: printedLines('Tiredness kills', 'A short break could save your life') })).text).toContain('Tiredness');
  });

  test('is told of no text where there is none', async () => {
    for (const question of ['what does it say?', 'read the text']) {
      const { status, text } = await askOnce(question, {});
      expect(status).toBe('declined');
      expect(text).toContain("can't find any text");
    }
  });

  test('goes on in follow-ups', async () => {
    const talk = conversation({ a: { text: printedLines('BREAD\t2.10', 'MILK\t1.30', 'TOTAL\t3.40') } });
    expect((await talk.ask('how much is the bread?', ['a'])).text).toContain('2.10');
    expect((await talk.ask('and the milk?')).text).toContain('1.30');
  });

  test('reads the drawn region alone', async () => {
    const { events } = await askOnce('what does it say here?', { text: printedLines('EXIT') }, { region: [0, 0, 0.5, 0.5] });
    expect(events.find(({ type }) => type === 'tool.started')).toMatchObject({ call: { tool: 'read_text', input: { region: [0, 0, 0.5, 0.5] } } });
  });

  test('tells a longer page line by line', async () => {
    const { text, evidence } = await askOnce('read it to me', { text: printedLines(...Array.from({ length: 12 }, (_, index) => `Line number ${index + 1} of the page`)) });
    expect(text).toContain('I read [12 lines](#e:text)');
    expect(text).toContain('> Line number 7 of the page');
    expect(evidence).toHaveLength(12);
  });
});

describe('what cannot answer', () => {
  const chart = asking('Total mortality rates by cause of death', 'Heart disease\t161.5', 'Cancer\t146.2');
  test('is the heading that repeats the question', async () => {
    expect(await chart('What is the main cause of death?')).not.toMatch(/^\W*(Probably )?\W*cause of death/i);
  });

  test('is a price where things are counted', async () => {
    const order = asking('YOUR ORDER', '2 BEERS\t$5.80', 'each\t$2.90', 'TOTAL\t$5.80');
    expect(await order('How many beers were ordered?')).not.toMatch(/^\W*(Probably )?\W*\$?(2\.90|5\.80)/);
  });

  test('is the label of a box in a form', async () => {
    const form = asking('12. OPERATOR NAME\t13. AREA NAME', 'Pipelins\tAlaska');
    expect(await form('What is the name of the area?')).toContain('Alaska');
  });

  test('is a warning where somebody is asked for', async () => {
    const card = asking('NOT VALID UNLESS SIGNED', '4000 1234 5678 9012', 'ADAM SMITH');
    expect(await card('Whose card is it?')).toMatch(/^Probably ADAM SMITH/);
  });

  test('is the head of a column where its numbers are asked for', async () => {
    const table = asking('City\tArea\tPopulation', 'Mesquita\t39\t168403', 'Nilo\t19\t157425');
    expect(await table('What is the population of Mesquita?')).toContain('168403');
  });

  test('whom a bill is for stands under its label', async () => {
    const bill = asking('INVOICE', 'Bill to:', 'Benson Miller', '12 Oak Road', 'Total\t18.00');
    expect(await bill('Who was billed?')).toContain('Benson Miller');
    expect(await bill('Who is the customer?')).toContain('Benson Miller');
  });

  test('a stay of several parts is told whole', async () => {
    expect(await asking('Length of stay: 0 Dy. 0 Hr. 15 Min')('How long was the stay?')).toContain('0 Dy. 0 Hr. 15 Min');
  });
});

describe('an unsure answer', () => {
  const rows = ['HARBOUR TRADING', 'Order sheet 17', 'Quay Road, by the old lighthouse', 'Open from Monday to Saturday', 'Goods 48.10', 'Carriage 6.05', 'Payable by transfer', '54.15', 'Counter 3', 'Served by Amina', 'Please keep this slip for your records'];
  const toolsOf = ({ events }: Awaited<ReturnType<typeof askOnce>>) => events.flatMap((event) => (event.type === 'tool.started' ? [event.call.tool] : []));
  const meanings = { 'Payable by transfer': 0.6, 'Goods 48.10': 0.2, 'Carriage 6.05': 0.25, 'Order sheet 17': 0.1 };

  test('names beside it what stands by the line that is nearest in meaning to the question', async () => {
    const question = 'What do they want from me in pounds?';
    const searched = await askOnce(question, { text: printedLines(...rows), meanings });
    expect(searched.status).toBe('hedged');
    expect(answerAsPlainText(searched.text)).toContain('54.15');
    expect(toolsOf(searched)).toContain('search_text');
  });

  test('is declined where no word of the question is printed and no text encoder is installed', async () => {
    expect((await askOnce('What do they want from me in pounds?', { text: printedLines(...rows) })).status).toBe('declined');
  });

  test('says at most three others, in 30 words in all, each marked on the picture', async () => {
    const { text, evidence } = await askOnce('What do they want from me in pounds?', { text: printedLines(...rows), meanings });
    expect(answerAsPlainText(text).split(/\s+/).length).toBeLessThanOrEqual(30);
    const others = new Set(evidence.map((mark) => mark.group).filter((group) => group?.startsWith('other')));
    expect(others.size).toBeGreaterThan(0);
    expect(others.size).toBeLessThanOrEqual(3);
  });

  test('is every name or sentence that no label says, however well it fits', async () => {
    const letter = { text: printedLines('Dear Ms Okafor,', 'the heating of your flat is mended on Tuesday.', 'The caretaker Paul Winter opens the door for you.', 'Yours sincerely, Housing Office') };
    expect((await askOnce('Who is the caretaker?', letter)).status).toBe('hedged');
  });

  test('that is sure costs no search', async () => {
    expect(toolsOf(await askOnce('How much is the carriage?', { text: printedLines(...rows), meanings }))).not.toContain('search_text');
  });
});

test('the subject of a letter is its line, not what the page looks like', async () => {
  const mail = { text: printedLines('From: Ann Lee', 'To: Joe Park', 'Subject: Summer timetable', 'The new timetable starts on Monday and ends in August.', 'Please tell your team.'), labels: [{ label: 'web site', score: 0.8 }], detections: { things: [], faces: [] } };
  expect(answerAsPlainText((await askOnce('What is the subject?', mail)).text)).toContain('Summer timetable');
});
