import type { WriteStream } from 'node:tty';
import { OcelliError } from '@ocelli/protocol';
import type { ErrorLine } from './outputs.js';

/** One JSON value on one line of standard output. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line of text on standard output. */
export function print(text: string): void {
  process.stdout.write(`${harmless(text)}\n`);
}

/** A line about the work itself, on standard error, so that it does not mix with what another program reads. */
export function printAside(text: string): void {
  process.stderr.write(`${styled('dim', harmless(text), process.stderr)}\n`);
}

/** A failure: a JSON line on standard output with --json, else a line on standard error. */
export function printError(error: OcelliError, { json, image, audio }: { json: boolean; image?: string; audio?: string }): void {
  if (json) return printJson({ error: error.toBody(), ...(image === undefined ? {} : { image }), ...(audio === undefined ? {} : { audio }) } satisfies ErrorLine);
  process.stderr.write(`${harmless(`${image ?? audio ?? 'ocelli'}: ${error.message}`)}\n`);
}

/** Text from a picture or a file's name without the characters that a terminal would obey. */
export function harmless(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '\uFFFD');
}

const styles = { dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Coloured where a person reads it and has not said no (NO_COLOR). */
export function styled(style: keyof typeof styles, text: string, stream: WriteStream | NodeJS.WriteStream): string {
  return stream.isTTY && !process.env.NO_COLOR ? `\x1b[${styles[style]}m${text}\x1b[0m` : text;
}

/** One line that says what is being done, where a person watches, and is gone when something is said. */
export class ActivityLine {
  readonly #watched = process.stderr.isTTY === true;
  #shown = false;

  show(text: string): void {
    if (!this.#watched) return;
    process.stderr.write(`\r\x1b[2K${styled('dim', harmless(`${text} …`), process.stderr)}`);
    this.#shown = true;
  }

  /** Once words stand on the line, there is nothing to clear. */
  clear(): void {
    if (this.#shown) process.stderr.write('\r\x1b[2K');
    this.#shown = false;
  }
}
