import { listening } from '@/wire/protocol';
import type { Microphone, MicrophoneOptions } from './microphone';
import { MicrophoneProblem } from './microphone-problem';

const levelEveryMs = 40;

/** Whether this browser can record, and read what it recorded. */
export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && typeof AudioContext !== 'undefined' && typeof OfflineAudioContext !== 'undefined';

/**
 * A microphone for browsers without AudioWorklet: what is said is recorded, and decoded in the page when the speaker is done. The sound goes the same way from
 * there on; only the words come later. Rejects with what the browser threw.
 */
export async function openRecorder(open: () => Promise<MediaStream>, { onSound, onLevel, onLost }: Pick<MicrophoneOptions, 'onSound' | 'onLevel' | 'onLost'>): Promise<Microphone> {
  const stream = await open().catch((cause: unknown) => {
    throw MicrophoneProblem.of(cause);
  });
  const context = new AudioContext();
  const meter = context.createAnalyser();
  meter.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(meter);
  void context.resume().catch(() => undefined);
  const wave = new Float32Array(meter.fftSize);
  const measuring = setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    onLevel(Math.min(1, Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length)));
  }, levelEveryMs);
  const [track] = stream.getAudioTracks();
  track?.addEventListener('ended', onLost);
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.start();
  const letGo = (): void => {
    clearInterval(measuring);
    track?.removeEventListener('ended', onLost);
    for (const one of stream.getTracks()) one.stop();
    if (context.state !== 'closed') void context.close().catch(() => undefined);
  };
  return {
    label: track?.label ?? '',
    // A recording is read when it is whole.
    hurry: () => undefined,
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      letGo();
    },
    async finish() {
      const stopped = new Promise((resolve) => (recorder.onstop = resolve));
      if (recorder.state !== 'inactive') recorder.stop();
      else recorder.onstop?.(new Event('stop'));
      await stopped;
      letGo();
      const samples = await samplesOf(new Blob(pieces, { type: recorder.mimeType }));
      for (let from = 0; from < samples.length; from += listening.chunkSamples) onSound(samples.subarray(from, from + listening.chunkSamples));
    },
  };
}

/** A recording as speech travels: 16 kHz, mono, 16 bits. */
async function samplesOf(recording: Blob): Promise<Int16Array> {
  try {
    const sound = await new OfflineAudioContext(1, 1, listening.sampleRateHz).decodeAudioData(await recording.arrayBuffer());
    const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at));
    return Int16Array.from({ length: sound.length }, (_, at) => Math.round(32_767 * Math.max(-1, Math.min(1, channels.reduce((sum, channel) => sum + channel[at]!, 0) / channels.length))));
  } catch (cause) {
    throw new MicrophoneProblem('unreadable', { cause });
  }
}
