import { describe, expect, it } from 'vitest';
import { resultAsText } from './print-result.js';

describe('the printed result of a measurement', () => {
  it('is a table, then what was promised and whether it was kept', () => {
    const text = resultAsText({
      columns: ['question', 'ms', 'ratio'],
      rows: [
        ['how many pawns?', 1234.5, 1.0456],
        ['what does it say?', 89.123, 1.2],
      ],
      promises: [
        { what: 'overhead', value: 1.2, limit: { most: 1.15 }, unit: '' },
        { what: 'boards', value: 9, limit: { least: 5 }, unit: 'a second' },
      ],
      notes: ['on two cores'],
    });
    expect(text.split('\n')).toEqual([
      'question           ms    ratio',
      '-----------------  ----  -----',
      'how many pawns?    1235   1.05',
      'what does it say?  89.1    1.2',
      '',
      'NOT KEPT  overhead: 1.2 (promised: at most 1.15)',
      'kept      boards: 9 a second (promised: at least 5 a second)',
      'note: on two cores',
    ]);
  });
});
