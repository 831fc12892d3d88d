import type { CodeReading } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { askOnce } from '../fixtures/conversation.js';

const code = (format: string, text: string): CodeReading => ({ format, text, quad: [[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1]] });

describe('a code', () => {
  test.each(['what does the QR code say?', 'scan the code', 'read the qr code', 'is there a barcode?', 'decode this code'])('is read: %s', async (question) => {
    const { text, status } = await askOnce(question, { codes: [code('QR code', 'hello world')] });
    expect(text).toBe('[The QR code](#e:p1-code-1) says “hello world”.');
    expect(status).toBe('answered');
  });

  test('that holds an address is shown as text, never as a link', async () => {
    const { text, evidence } = await askOnce('what does the QR code say?', { codes: [code('QR code', 'https://example.org/a')] });
    expect(text).toBe('[The QR code](#e:p1-code-1) says “https\\://example.org/a”.');
    expect(evidence).toMatchObject([{ kind: 'code', text: 'https://example.org/a' }]);
  });

  test('of stripes is called a bar code, with its kind', async () => {
    expect((await askOnce('what is the barcode?', { codes: [code('EAN-13', '4006381333931')] })).text).toContain('bar code (EAN-13)](#e:p1-code-1) says “4006381333931”');
  });

  test('among several is told with the others', async () => {
    const { text, evidence } = await askOnce('what do the QR codes say?', { codes: [code('QR code', 'one'), code('Data Matrix', 'two')] });
    expect(text).toContain('I read [2 codes](#e:codes)');
    expect(evidence).toHaveLength(2);
  });

  test('that cannot be found is not made up', async () => {
    expect((await askOnce('what does the QR code say?', {})).status).toBe('declined');
  });
});
