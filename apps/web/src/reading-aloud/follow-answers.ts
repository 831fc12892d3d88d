import { followAsked } from '@/conversation/asked-here';
import { useHandsFree } from '@/voice/hands-free-state';
import { rest } from '@/wire/rest';
import { allowSound, readAloud, stopReading } from './reading';
import { useReadingSettings } from './reading-settings';

/** Questions that were spoken on this page. */
const spoken = new Set<string>();

/** Its answer is read where the answers to spoken questions are. */
export const wasSpoken = (questionId: string): void => void spoken.add(questionId);

const wanted = (questionId: string): boolean => {
  const { when } = useReadingSettings.getState();
  return when === 'all' || (when === 'spoken' && spoken.has(questionId));
};

/** Reads answers aloud as they come, where the settings say so; a new question ends what is being read. Returns how to stop. */
export function followAnswers(): () => void {
  const unfollow = followAsked({
    onAsked: () => {
      stopReading();
      const { when, ownVoice } = useReadingSettings.getState();
      // So that the voice is awake when the first sentence is there.
      if (when !== 'never' && !ownVoice) void rest.voices(true).catch(() => undefined);
    },
    onAnswer: (answerId, questionId) => {
      // Hands-free reads every answer itself, and listens when it has.
      if (useHandsFree.getState().status === 'off' && wanted(questionId)) void readAloud(answerId);
    },
  });
  const onPress = (): void => {
    if (useReadingSettings.getState().when !== 'never') void allowSound();
  };
  // A tab that is only looked away from goes on, as music does; one that is left does not.
  window.addEventListener('pagehide', stopReading);
  window.addEventListener('pointerdown', onPress, { capture: true });
  window.addEventListener('keydown', onPress, { capture: true });
  return () => {
    unfollow();
    stopReading();
    window.removeEventListener('pagehide', stopReading);
    window.removeEventListener('pointerdown', onPress, { capture: true });
    window.removeEventListener('keydown', onPress, { capture: true });
  };
}
