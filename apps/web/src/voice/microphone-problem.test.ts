import { expect, it } from 'vitest';
import { MicrophoneProblem } from './microphone-problem';

const thrown = (name: string): DOMException => new DOMException('', name);

it.each([
  ['NotAllowedError', 'denied'], ['SecurityError', 'denied'], ['NotFoundError', 'no-device'], ['OverconstrainedError', 'no-device'], ['NotReadableError', 'in-use'], ['AbortError', 'failed'],
])('what a browser calls %s is told as %s, with what to do', (name, trouble) => {
  const problem = MicrophoneProblem.of(thrown(name));
  expect(problem.trouble).toBe(trouble);
  expect(problem.message).not.toBe('');
  expect(problem.remedy).toMatch(/[A-Z].*\.$/);
});

it('what is no failure of a microphone is one that can be tried again', () => {
  for (const cause of [new TypeError('x'), 'x', undefined]) expect(MicrophoneProblem.of(cause).trouble).toBe('failed');
  const known = new MicrophoneProblem('insecure');
  expect(MicrophoneProblem.of(known)).toBe(known);
});
