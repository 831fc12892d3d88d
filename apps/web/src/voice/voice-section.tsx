'use client';
import { Switch, ToggleGroup } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { loudspeaker } from '@/reading-aloud/loudspeaker';
import { allowSound, stopReading } from '@/reading-aloud/reading';
import { listening } from '@/wire/protocol';
import { LevelMeter } from './level-meter';
import { hearsLive, obstacleToMicrophone, openMicrophone, type Microphone } from './microphone';
import { MicrophoneProblem } from './microphone-problem';
import { useLevel } from './speaking';
import { spokenLanguages, useVoiceSettings } from './voice-settings';

const nameOfLanguage = (code: string): string => new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;

/** Settings of spoken questions: which microphone, whether it works, what happens with the words. */
export function VoiceSection() {
  const { deviceId, confirm, keepSound, language, change } = useVoiceSettings();
  const [devices, listAgain] = useMicrophones();
  return (
    <div className="flex flex-col gap-4 text-sm">
      <div>
        <label className="mb-1 block text-ink-soft" htmlFor="voice-microphone">Microphone</label>
        <div className="flex flex-wrap gap-2">
          <select id="voice-microphone" className="field min-w-0 flex-1" value={devices.some((one) => one.deviceId === deviceId) ? deviceId : ''} onChange={(event) => change({ deviceId: event.target.value })}>
            <option value="">The system’s own</option>
            {devices.map((one) => <option key={one.deviceId} value={one.deviceId}>{one.label}</option>)}
          </select>
          <MicrophoneTest key={deviceId} deviceId={deviceId} onAllowed={listAgain} />
        </div>
      </div>
      <div>
        <p id="voice-sending" className="mb-1 text-ink-soft">When I am done</p>
        <ToggleGroup.Root type="single" aria-labelledby="voice-sending" value={confirm ? 'confirm' : 'send'} onValueChange={(value) => { if (value) change({ confirm: value === 'confirm' }); }} className="setting-segments">
          {([['send', 'Send it'], ['confirm', 'Let me check first']] as const).map(([value, name]) => <ToggleGroup.Item key={value} value={value}>{name}</ToggleGroup.Item>)}
        </ToggleGroup.Root>
      </div>
      <div>
        <label className="mb-1 block text-ink-soft" htmlFor="voice-language">I speak</label>
        <select id="voice-language" className="field" value={language} onChange={(event) => change({ language: event.target.value as typeof language })}>
          {spokenLanguages.map((code) => <option key={code} value={code}>{nameOfLanguage(code)}</option>)}
          <option value="">Another language: find out which</option>
        </select>
      </div>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <label htmlFor="voice-keep" className="block">Keep the sound with my question</label>
          <p id="voice-keep-what" className="text-ink-faint">{keepSound ? 'It is stored with the question, and can be played there. Words that you check first are sent alone.' : 'What you say is turned into words on the machine that runs Ocelli, and the sound is forgotten at once.'}</p>
        </div>
        <Switch.Root id="voice-keep" className="switch -mt-2" aria-describedby="voice-keep-what" checked={keepSound} onCheckedChange={(keep) => change({ keepSound: keep })}><Switch.Thumb /></Switch.Root>
      </div>
    </div>
  );
}

/** The microphones that the browser names. It names them once one was allowed. */
function useMicrophones(): [MediaDeviceInfo[], () => void] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const list = useRef((): void => {
    navigator.mediaDevices?.enumerateDevices().then(
      (all) => setDevices(all.filter(({ kind, deviceId, label }) => kind === 'audioinput' && label && deviceId && deviceId !== 'default' && deviceId !== 'communications')),
      () => undefined,
    );
  });
  useEffect(() => {
    const media = navigator.mediaDevices;
    const update = list.current;
    update();
    media?.addEventListener?.('devicechange', update);
    return () => media?.removeEventListener?.('devicechange', update);
  }, []);
  return [devices, list.current];
}

/** So much of the latest sound can be heard back, in tenths of a second. */
const heardBack = 30;

/** Opens the microphone, shows how loud it is, and plays back what it heard; nothing leaves the page. */
function MicrophoneTest({ deviceId, onAllowed }: { deviceId: string; onAllowed: () => void }) {
  const [state, setState] = useState<'off' | 'opening' | 'on' | 'playing'>('off');
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);
  const open = useRef<Promise<Microphone> | null>(null);
  const recent = useRef<Int16Array[]>([]);
  const playing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = (): void => {
    open.current?.then((microphone) => microphone.stop(), () => undefined);
    open.current = null;
    if (playing.current) loudspeaker.silence();
    clearTimeout(playing.current);
    playing.current = undefined;
    setState('off');
  };
  const latest = useRef(stop);
  latest.current = stop;
  useEffect(() => () => latest.current(), []);
  const hear = (): void => {
    stop();
    stopReading();
    const samples = Float32Array.from(recent.current.flatMap((chunk) => [...chunk]), (sample) => sample / 32_768);
    if (samples.length === 0) return;
    void allowSound();
    loudspeaker.play(samples, listening.sampleRateHz);
    setState('playing');
    playing.current = setTimeout(() => latest.current(), (1000 * samples.length) / listening.sampleRateHz + 300);
  };
  const start = async (): Promise<void> => {
    setProblem(obstacleToMicrophone());
    if (obstacleToMicrophone()) return;
    setState('opening');
    recent.current = [];
    const opening = openMicrophone({ deviceId, onSound: (samples) => (recent.current = [...recent.current.slice(1 - heardBack), samples]), onLevel: (level) => useLevel.setState({ level }), onLost: stop });
    open.current = opening;
    try {
      await opening;
      if (open.current !== opening) return;
      setState('on');
      onAllowed();
    } catch (cause) {
      if (open.current === opening) stop();
      setProblem(MicrophoneProblem.of(cause));
    }
  };
  return (
    <>
      <button type="button" className="button button-line" aria-pressed={state !== 'off'} onClick={() => (state === 'off' ? void start() : stop())}>{state === 'off' ? 'Test' : 'Stop'}</button>
      {(state !== 'off' || problem) && (
        <div role="status" className="basis-full">
          {state === 'on' && <div data-status="listening" className="flex items-center gap-3 text-ink-soft"><span className="on-air" aria-hidden="true" /> Say something <LevelMeter />{hearsLive() && <button type="button" className="text-button ml-auto whitespace-nowrap" onClick={hear}>Hear it</button>}</div>}
          {state === 'playing' && <p className="text-ink-soft">This is what the microphone heard.</p>}
          {state === 'opening' && <p className="text-ink-faint">Asking for the microphone…</p>}
          {problem && <p className="text-problem"><strong>{problem.message}.</strong> {problem.remedy}</p>}
        </div>
      )}
    </>
  );
}
