import { describe, expect, test } from 'vitest';
import { answerAsPlainText } from '../answers/plain-text.js';
import { askOnce } from '../fixtures/conversation.js';
import { printedLines } from '../fixtures/recorded-perception.js';

/** Asks about printed rows; a tab in a row puts what follows into a column at the right. */
const asking = (...rows: string[]) => async (question: string) => answerAsPlainText((await askOnce(question, { text: printedLines(...rows) })).text);

describe('goods on a bill', () => {
  const bill = asking('HILLTOP DAIRY', 'Tel 555-0136', 'Butter 2 x 1.35\t2.70', 'Yoghurt 0.80', 'Goat cheese\t6.25', 'SUBTOTAL\t9.75', 'TAX\t0.49', 'TOTAL\t10.24', 'CASH\t20.00');
  test.each([
    ['How much does one butter cost?', '1.35'],
    ['How many packs of butter were bought?', '2'],
    ['How much does one goat cheese cost?', '6.25'],
  ])('%s', async (question, answer) => {
    expect(await bill(question)).toMatch(new RegExp(`^(Probably )?${answer.replace('.', '\\.')}\\b`));
  });

  test('are counted under their heading', async () => {
    const menu = asking('Brasserie Lune', 'Desserts', 'Lemon tart\t4.50', 'Sorbet\t3.20', 'Cheese board\t7.00', 'Drinks', 'Water\t2.00', 'Cider\t3.90');
    expect(await menu('How many desserts are there?')).toContain('3');
    expect(await menu('How many drinks are there?')).toContain('2');
  });
});

test('a date whose spaces were not read is still a date', async () => {
  expect(await asking('PASSPORT', 'Date of issue\t11MAR2017', 'Date of expiry\t10MAR2022')('When does the passport expire?')).toContain('10MAR2022');
});

describe('a letter', () => {
  const letter = asking('Lakeside Water Company', '3 Dam Road', '4 May 2022', 'Dear Mr Osei,', 'Replacement of your meter', 'A fitter will call on Monday 16 May and will need half an hour.', 'Yours sincerely,', 'Helen Marsh');
  test.each([
    ['What is the letter about?', 'Replacement of your meter'],
    ['Who signed the letter?', 'Helen Marsh'],
  ])('%s', async (question, answer) => {
    expect(await letter(question)).toContain(answer);
  });
});

describe('an event', () => {
  const poster = asking('Borough Stage presents', 'The Copper Kettles', 'Saturday 9 March, 8 pm', 'Corn Exchange Hall, Thornby', 'Over 300 seats, bar open all night', '"A joyful noise" - The Thornby Herald');
  test.each([
    ['Who is playing?', 'The Copper Kettles'],
    ['Where does it take place?', 'Corn Exchange Hall'],
    ['Which newspaper praised them?', 'The Thornby Herald'],
    ['How many seats are there?', '300'],
  ])('%s', async (question, answer) => {
    expect(await poster(question)).toContain(answer);
  });
});

describe('reasons, places and labels', () => {
  test('a reason is told whole, over the lines it runs', async () => {
    const article = asking('The Valley Echo', 'Bridge at Mill Lane closed', 'The bridge at Mill Lane will stay shut until', 'Sunday because of flood damage to a pillar.', 'Some 40 drivers had to turn round.');
    expect(await article('Why is the bridge closed?')).toContain('flood damage');
  });

  test.each([
    ['Where is the bike store?', 'B2'],
    ['What is on level 3?', 'Hobby World'],
  ])('a directory tells by its rows: %s', async (question, answer) => {
    expect(await asking('5\tSky Lounge', '4\tBowling Alley', '3\tHobby World', 'G\tBaker Corner', 'B2\tBike Store')(question)).toContain(answer);
  });

  test('a work is called without its year', async () => {
    expect(await asking('Ingrid Moe (1861-1930)', 'Harvest at Noon, 1911', 'Oil on canvas, 90 x 60 cm', 'Purchased 1950')('What is the painting called?')).toMatch(/^(Probably )?Harvest at Noon\b/);
  });

  test('what a mail brings along and how goods are kept', async () => {
    expect(await asking('Plans for June', 'Ada Kern <ada@kern.example>', 'Hi all,', 'here is the plan.', 'plan_june.pdf (30 KB)')('What is attached?')).toContain('plan_june.pdf');
    expect(await asking('Berg Butter', '250 g', 'Keep refrigerated', 'Best before 12.10.2024')('How should it be stored?')).toContain('Keep refrigerated');
    expect(await asking('Berg Milk', '1.5 % fat', '1 litre', 'Protein 3.4 g')('How much fat does it have?')).toContain('1.5');
  });
});

describe('other print', () => {
  test('tells what a message says went wrong', async () => {
    expect(await asking('MapMaker', 'The map could not be loaded', 'Check the connection and try again.', 'Error code: 71')('What went wrong?')).toContain('could not be loaded');
  });

  test('names those who put up a memorial, not the line that says so', async () => {
    expect(await asking('THIS BENCH', 'WAS ERECTED BY', 'THE PEOPLE OF MORDEN', 'IN MEMORY OF', 'ALICE HART')('Who erected the bench?')).toMatch(/^(Probably )?(THE )?PEOPLE OF MORDEN/);
  });

  test('names user and host at a prompt', async () => {
    const terminal = asking('lena@heron:~/work/site$ make', 'Building 12 pages', '12 built, 0 failed');
    expect(await terminal('What is the name of the user?')).toContain('lena');
    expect(await terminal('What is the host called?')).toContain('heron');
  });

  test('says what a thing is for, and who wrote under a nickname', async () => {
    expect(await asking('Balmora', 'Throat lozenges', 'For sore throats and coughs', '24 lozenges')('What is it for?')).toContain('sore throats');
    expect(await asking('Misty Pass Trail', 'by otter_12', 'Distance\t9.2 km', 'Duration\t3 h 10 min')('Who posted the trail?')).toContain('otter_12');
    expect(await asking('Misty Pass Trail', 'by otter_12', 'Distance\t9.2 km', 'Duration\t3 h 10 min')('How long is the trail?')).toContain('9.2 km');
  });

  test('answers for whom a recipe is and whose page it is, where nobody is seen', async () => {
    expect(await asking('Leek pie', 'Serves 6 people', 'Leeks 500 g', 'Cream 200 ml', 'Flour 300 g', 'Bake for 40 minutes')('For how many people is the recipe?')).toContain('6');
    expect(await asking('Curriculum vitae', 'Aino Virtanen', 'Born 2 June 1985', 'Education', 'Master of Science', 'Experience')('What is the name of the person?')).toContain('Aino Virtanen');
  });

  test('tells a resolution that is printed beside that of the file itself', async () => {
    const picture = { id: 'a'.repeat(64), path: '/nowhere/a.png', name: 'a.png', corrections: [], facts: { format: 'png', bytes: 1, width: 10, height: 20, frames: 1 } };
    const text = printedLines('Image properties', 'Width\t200 px', 'Resolution\t72 dpi');
    const { text: said, status } = await askOnce('What is the resolution?', { text }, { picture });
    expect(answerAsPlainText(said)).toContain('10 × 20 pixels');
    expect(answerAsPlainText(said)).toContain('72');
    expect(status).toBe('hedged');
    expect((await askOnce('What is the resolution of this picture?', { text }, { picture })).status).toBe('answered');
  });
});
