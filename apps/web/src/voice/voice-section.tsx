'use client';
import { ToggleGroup } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { LevelMeter } from './level-meter';
import { obstacleToMicrophone, openMicrophone, type Microphone } from './microphone';
import { MicrophoneProblem } from './microphone-problem';
import { useLevel } from './speaking';
import { spokenLanguages, useVoiceSettings } from './voice-settings';

const nameOfLanguage = (code: string): string => new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;

/** Settings of spoken questions: which microphone, whether it works, what happens with the words. */
export function VoiceSection() {
  const { deviceId, confirm, language, change } = useVoiceSettings();
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
        <ToggleGroup.Root type="single" aria-labelledby="voice-sending" value={confirm ? 'confirm' : 'send'} onValueChange={(value) => { if (value) change({ confirm: value === 'confirm' }); }} className="grid grid-cols-2 gap-1 rounded-xl bg-sunken p-1">
          {([['send', 'Send it'], ['confirm', 'Let me check first']] as const).map(([value, name]) => (
            <ToggleGroup.Item key={value} value={value} className="flex h-9 items-center justify-center rounded-lg text-ink-soft data-[state=on]:bg-surface data-[state=on]:font-semibold data-[state=on]:text-ink data-[state=on]:shadow-near pointer-coarse:h-11">{name}</ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
      </div>
      <div>
        <label className="mb-1 block text-ink-soft" htmlFor="voice-language">I speak</label>
        <select id="voice-language" className="field" value={language} onChange={(event) => change({ language: event.target.value as typeof language })}>
          {spokenLanguages.map((code) => <option key={code} value={code}>{nameOfLanguage(code)}</option>)}
          <option value="">Another language: find out which</option>
        </select>
      </div>
      <p className="text-ink-faint">What you say is turned into words on the machine that runs Ocelli, and the sound is forgotten at once.</p>
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

/** Opens the microphone and shows how loud it is; nothing leaves the page. */
function MicrophoneTest({ deviceId, onAllowed }: { deviceId: string; onAllowed: () => void }) {
  const [state, setState] = useState<'off' | 'opening' | 'on'>('off');
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);
  const open = useRef<Promise<Microphone> | null>(null);
  const stop = (): void => {
    open.current?.then((microphone) => microphone.stop(), () => undefined);
    open.current = null;
    setState('off');
  };
  useEffect(() => () => void open.current?.then((microphone) => microphone.stop(), () => undefined), []);
  const start = async (): Promise<void> => {
    setProblem(obstacleToMicrophone());
    if (obstacleToMicrophone()) return;
    setState('opening');
    const opening = openMicrophone({ deviceId, onSound: () => undefined, onLevel: (level) => useLevel.setState({ level }), onLost: stop });
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
          {state === 'on' && <div data-status="listening" className="flex items-center gap-3 text-ink-soft"><span className="on-air" aria-hidden="true" /> Say something <LevelMeter /></div>}
          {state === 'opening' && <p className="text-ink-faint">Asking for the microphone…</p>}
          {problem && <p className="text-problem"><strong>{problem.message}.</strong> {problem.remedy}</p>}
        </div>
      )}
    </>
  );
}
