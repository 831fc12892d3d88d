import { say } from './toasts';

/** Copies text and says so. Without a secure context there is no clipboard interface, but a selection can still be copied. */
export async function copy(text: string, done: string): Promise<void> {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    say(done);
  } catch {
    say('The browser did not allow copying.', { tone: 'problem' });
  }
}

function copyBySelection(text: string): void {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) throw new Error('copy was refused');
}
