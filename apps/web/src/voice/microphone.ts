import type { Captured, Wanted } from './worklet/capture';
import { MicrophoneProblem } from './microphone-problem';
import { canRecord, openRecorder } from './recorder';

export interface Microphone {
  /** What the browser calls it. */
  label: string;
  /** Gives what it has of a piece now, where somebody waits for it. */
  hurry(): void;
  /** Lets go of it at once. */
  stop(): void;
  /** Lets go of it when the last of the sound has been given. Rejects with a {@link MicrophoneProblem} where a recording cannot be read. */
  finish(): Promise<void>;
}

export interface MicrophoneOptions {
  /** The system's own when absent, or when that one is not there any more. */
  deviceId?: string;
  /** 16 kHz, mono, some tenth of a second at a time. */
  onSound(samples: Int16Array): void;
  /** Loudness, 0..1, some 25 times a second. */
  onLevel(level: number): void;
  /** It was taken away: unplugged, or no longer allowed. */
  onLost(): void;
}

/** Whether sound comes while somebody speaks. Without AudioWorklet it is recorded, and comes when the speaker is done. */
export const hearsLive = (): boolean => typeof AudioContext !== 'undefined' && typeof AudioWorkletNode !== 'undefined';

/** Why this page cannot have a microphone at all; null when it can be asked for. */
export function obstacleToMicrophone(): MicrophoneProblem | null {
  if (!window.isSecureContext) return new MicrophoneProblem('insecure');
  if (!navigator.mediaDevices?.getUserMedia || !(hearsLive() || canRecord())) return new MicrophoneProblem('unsupported');
  return null;
}

/** Asks for the microphone and begins to give its sound. Rejects with a {@link MicrophoneProblem}. */
export async function openMicrophone({ deviceId, onSound, onLevel, onLost }: MicrophoneOptions): Promise<Microphone> {
  const obstacle = obstacleToMicrophone();
  if (obstacle) throw obstacle;
  if (!hearsLive()) return await openRecorder(() => streamOf(deviceId), { onSound, onLevel, onLost });
  // Made first: browsers let sound begin only close to what the user did.
  const context = new AudioContext({ latencyHint: 'interactive' });
  let stream: MediaStream | undefined;
  const letGo = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    if (context.state !== 'closed') void context.close().catch(() => undefined);
  };
  try {
    const loading = context.audioWorklet.addModule('/voice/capture.js');
    // Its failure is told below; until then nobody waits for it.
    loading.catch(() => undefined);
    stream = await streamOf(deviceId);
    await loading;
    await context.resume();
    const capture = new AudioWorkletNode(context, 'ocelli-capture', { numberOfInputs: 1, numberOfOutputs: 1, channelCountMode: 'max' });
    const want = (what: Wanted): void => capture.port.postMessage(what);
    let flushed = (): void => undefined;
    capture.port.onmessage = ({ data }: MessageEvent<Captured>) => {
      if (data.kind === 'sound') onSound(new Int16Array(data.pcm));
      else if (data.kind === 'level') onLevel(data.level);
      else flushed();
    };
    // Some browsers run only what leads to the loudspeakers; nothing is heard there, as nothing is given out.
    context.createMediaStreamSource(stream).connect(capture).connect(context.destination);
    const [track] = stream.getAudioTracks();
    track?.addEventListener('ended', onLost);
    return {
      label: track?.label ?? '',
      hurry: () => want('rest'),
      stop: letGo,
      async finish() {
        track?.removeEventListener('ended', onLost);
        await new Promise<void>((resolve) => {
          flushed = resolve;
          want('flush');
          setTimeout(resolve, 300);
        });
        letGo();
      },
    };
  } catch (cause) {
    letGo();
    throw MicrophoneProblem.of(cause);
  }
}

async function streamOf(deviceId: string | undefined): Promise<MediaStream> {
  const wanted: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  const media = navigator.mediaDevices;
  if (!deviceId) return await media.getUserMedia({ audio: wanted });
  try {
    return await media.getUserMedia({ audio: { ...wanted, deviceId: { exact: deviceId } } });
  } catch (cause) {
    // The chosen one is not plugged in today.
    if (cause instanceof DOMException && cause.name === 'OverconstrainedError') return await media.getUserMedia({ audio: wanted });
    throw cause;
  }
}
