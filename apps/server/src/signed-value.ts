import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs small texts with a key and a purpose, so that what was signed for one use is worthless for another. */
export class SignedValue {
  readonly #key: Buffer;
  readonly #purpose: string;

  constructor(key: Buffer, purpose: string) {
    this.#key = key;
    this.#purpose = purpose;
  }

  /** `value` must not hold a full stop. */
  seal(value: string): string {
    return `${value}.${this.#signature(value)}`;
  }

  /** The value, or null when it was not sealed with this key for this purpose. */
  open(sealed: string | undefined): string | null {
    const [value, signature, ...rest] = (sealed ?? '').split('.');
    if (!value || !signature || rest.length > 0) return null;
    const expected = Buffer.from(this.#signature(value));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected) ? value : null;
  }

  #signature(value: string): string {
    return createHmac('sha256', this.#key).update(`${this.#purpose}\n${value}`).digest('base64url');
  }
}
