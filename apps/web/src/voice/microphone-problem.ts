/** What keeps a page from hearing. */
export type MicrophoneTrouble = 'insecure' | 'unsupported' | 'denied' | 'no-device' | 'in-use' | 'lost' | 'unreadable' | 'failed';

const titles: Record<MicrophoneTrouble, string> = {
  insecure: 'The browser gives no microphone to this address',
  unsupported: 'This browser cannot listen',
  denied: 'The microphone is not allowed',
  'no-device': 'There is no microphone',
  'in-use': 'The microphone is in use',
  lost: 'The microphone is gone',
  unreadable: 'The recording could not be read',
  failed: 'The microphone could not be opened',
};

const remedies: Record<MicrophoneTrouble, string> = {
  insecure: 'Browsers allow it only over https and on the machine itself. Open Ocelli there as http://localhost, or put it behind https; the README says how.',
  unsupported: 'It can neither follow a microphone nor record it. A current Chrome, Edge, Firefox or Safari has.',
  denied: 'Allow it for this page: in the menu left of the address, or in the system’s privacy settings. Then press again.',
  'no-device': 'Plug one in, or switch it on in the system’s sound settings. Then press again.',
  'in-use': 'Another program holds it. Close that, or choose another microphone in Settings.',
  lost: 'It was unplugged or switched off. What you said until then is kept.',
  unreadable: 'This browser does not read what it recorded. Write your question, or use a current Chrome, Edge, Firefox or Safari.',
  failed: 'Press again; if it stays, choose another microphone in Settings.',
};

/** Why there is no sound, and what a person can do about it. */
export class MicrophoneProblem extends Error {
  readonly trouble: MicrophoneTrouble;

  constructor(trouble: MicrophoneTrouble, options?: ErrorOptions) {
    super(titles[trouble], options);
    this.name = 'MicrophoneProblem';
    this.trouble = trouble;
  }

  get remedy(): string {
    return remedies[this.trouble];
  }

  /** Names what the browser threw (Media Capture and Streams, 10.2). */
  static of(cause: unknown): MicrophoneProblem {
    if (cause instanceof MicrophoneProblem) return cause;
    const trouble: Record<string, MicrophoneTrouble> = { NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'no-device', OverconstrainedError: 'no-device', NotReadableError: 'in-use' };
    return new MicrophoneProblem((cause instanceof Error && trouble[cause.name]) || 'failed', { cause });
  }
}
