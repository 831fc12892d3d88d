import type { ErrorBody } from '@ocelli/protocol';
import { declined, type Answer } from '../answers/answer.js';

/** An honest answer when the tool that the question needs could not do its work. */
export function answerForFailure({ code, message }: ErrorBody): Answer {
  switch (code) {
    case 'model_unavailable':
      return declined("I can't tell: no model that is installed here can do that.");
    case 'timed_out':
      return declined('Looking at the picture took too long, so I stopped. Asking again may work.');
    case 'busy':
      return declined('Too much is going on here right now. Please ask again in a moment.');
    case 'not_found':
      return declined(message);
    default:
      return declined('Something went wrong while I looked at the picture, so I have no answer. Asking again may work.');
  }
}
