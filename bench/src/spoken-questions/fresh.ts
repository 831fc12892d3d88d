import type { Question } from './pictures.js';

const none = ['no', 'none', '0', 'zero'];
const level = ['level', 'equal', 'neither', 'same', 'even'];

/**
 * Two questions about each picture, as people say them who do not know how Ocelli is asked: written down before any was answered, and kept whatever the answers are.
 * By the names of {@link questionedPictures}.
 */
export const freshQuestions: Readonly<Record<string, readonly Question[]>> = {
  'the first position': [['Could you count the black pawns for me?', '8', 'eight'], ["What's sitting on e1?", 'white king']],
  'rooks and pawns': [['So where has black put the rook?', 'a2'], ['Has anybody still got a queen?', ...none]],
  'a ladder mate': [['Is anyone in check right now?', 'black'], ['Tell me where the black king is hiding', 'e8']],
  'the Italian game': [['What is that piece on f3?', 'white knight'], ['Is either side ahead on material?', ...level]],
  'a queen too many': [['Who do you think is winning here?', 'white'], ['How many pawns are left altogether?', '6', 'six']],
  'bishops of opposite colours': [["Where's black's bishop?", 'd5'], ['Are there any rooks left on the board?', ...none]],
  'a check from behind Black': [['Which piece is giving check?', 'knight'], ["What's on the d8 square?", 'black rook']],
  'a crowded middle game': [['How many pieces has black got?', '15', 'fifteen'], ["What's standing on e7?", 'black bishop']],
  'a page of a chess book': [['How many of the pawns are white?', '7', 'seven'], ['Anything on e4?', 'white pawn']],
  'opening hours': [['Till when are they open on a Saturday?', '13:00'], ['Can I buy bread there on Sundays?', 'closed', 'no']],
  'a menu': [['What would I pay for a green salad?', '4.80'], ["What's the most expensive thing on here?", 'fish and chips']],
  'a poster': [["Where's the concert taking place?", 'Town Hall'], ['What day is it on?', '21 June', '2025-06-21']],
  'a parking sign': [['What would two hours cost me?', '3.00'], ['Do I have to pay on a Sunday?', 'no', 'Monday to Saturday']],
  'an invoice': [['Who sent this bill?', 'Blue Door Carpentry'], ['By when do I have to pay?', '2 April']],
  'a visiting card': [['What does she do for a living?', 'dentist'], ['Which number do I ring to reach her?', '0117 496 0182']],
  'a timetable': [["What time's the next one to Cardiff?", '10:05'], ['Where does the last train go?', 'Bath']],
  'a receipt': [['What did I spend in all?', '26.35'], ['Which shop was this from?', 'Corner Grocery']],
  'a ticket': [['What time does my ferry leave?', '09:40', '9:40'], ['Where am I sitting?', '14C']],
  'a cat': [['What kind of pet is that?', 'cat'], ['Can you see any people?', ...none]],
  'an astronaut': [["What's she wearing?", 'spacesuit', 'space suit'], ['Anybody in this photo?', 'yes', 'person', '1 person', 'one person']],
};
