'use client';
import { Play, Square } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useEffect, useState } from 'react';
import { OcelliError } from '@/wire/protocol';
import { allowSound } from './reading';
import { readingProblemOf } from './reading-problem';
import { speeds, useReadingSettings } from './reading-settings';
import { speakerOf, type Speaker } from './speaker';
import { byDialect, useVoices } from './use-voices';

const choices = [['never', 'Never'], ['spoken', 'To spoken questions'], ['all', 'All of them']] as const;
const sample = { markdown: 'There are 15 pawns on the board: 8 white and 7 black.', words: '' };
/** A voice of the browser's own among those of the server. */
const ownPrefix = 'own:';

/** Settings of answers that are read aloud: which, in what voice, how fast. */
export function ReadingSection() {
  const { when, voice, ownVoice, speed, change } = useReadingSettings();
  const { server, own, problem } = useVoices();
  const known = server?.voices.some(({ id }) => id === voice) ?? false;
  const choose = (value: string): void => change(value.startsWith(ownPrefix) ? { ownVoice: value.slice(ownPrefix.length) } : { voice: value, ownVoice: '' });
  return (
    <div className="flex flex-col gap-4 text-sm">
      <div>
        <p id="reading-when" className="mb-1 text-ink-soft">Read answers aloud</p>
        <ToggleGroup.Root type="single" aria-labelledby="reading-when" value={when} onValueChange={(value) => { if (value) change({ when: value as typeof when }); void allowSound(); }} className="setting-segments">
          {choices.map(([value, name]) => <ToggleGroup.Item key={value} value={value}>{name}</ToggleGroup.Item>)}
        </ToggleGroup.Root>
      </div>
      <div>
        <label className="mb-1 block text-ink-soft" htmlFor="reading-voice">Voice</label>
        <div className="flex flex-wrap gap-2">
          <select id="reading-voice" className="field min-w-0 flex-1" value={ownVoice ? `${ownPrefix}${ownVoice}` : known ? voice : (server?.usual ?? '')} onChange={(event) => choose(event.target.value)}>
            {!server && <option value="">The usual one</option>}
            {(server ? byDialect(server) : []).map(([dialect, voices]) => (
              <optgroup key={dialect} label={dialect}>
                {voices.map(({ id, name, description }) => <option key={id} value={id}>{name} ({description.split(', ').at(-1)})</option>)}
              </optgroup>
            ))}
            {own.length > 0 && (
              <optgroup label="This browser’s own">
                {own.map(({ voiceURI, name, lang }) => <option key={voiceURI} value={`${ownPrefix}${voiceURI}`}>{name} ({lang})</option>)}
              </optgroup>
            )}
            {ownVoice && !own.some(({ voiceURI }) => voiceURI === ownVoice) && <option value={`${ownPrefix}${ownVoice}`}>Not in this browser: {ownVoice}</option>}
          </select>
          <Listen key={`${voice} ${ownVoice} ${speed}`} />
        </div>
        {problem && <p className="mt-1 text-problem">{problem}</p>}
      </div>
      <div>
        <label className="flex justify-between text-ink-soft" htmlFor="reading-speed"><span>Speed</span> <span className="tabular-nums">{speed.toFixed(2)} ×</span></label>
        <input id="reading-speed" type="range" className="speed" min={speeds.slowest} max={speeds.fastest} step={speeds.step} value={speed} aria-valuetext={`${speed.toFixed(2)} times`} onChange={(event) => change({ speed: Number(event.target.value) })} />
      </div>
      <p className="text-ink-faint">Answers are spoken in English, whatever you speak. Esc stops them. If you use a screen reader, it says answers too as they come: leave this on “Never”, or let the screen reader be silent for this page.</p>
    </div>
  );
}

/** Says a sentence with the chosen voice. */
function Listen() {
  const [state, setState] = useState<'off' | 'getting' | 'saying'>('off');
  const [problem, setProblem] = useState('');
  const [saying, setSaying] = useState<{ speaker: Speaker; abort: AbortController } | null>(null);
  useEffect(() => () => {
    saying?.speaker.stop();
    saying?.abort.abort();
  }, [saying]);
  const start = async (): Promise<void> => {
    const speaker = speakerOf();
    if ('kind' in speaker) return setProblem(`${speaker.title}. ${speaker.remedy}`);
    const abort = new AbortController();
    setSaying({ speaker, abort });
    setProblem('');
    setState('getting');
    try {
      await allowSound();
      await speaker.say(sample, abort.signal);
      if (!abort.signal.aborted) setState('saying');
      await speaker.finish(abort.signal);
    } catch (cause) {
      if (OcelliError.from(cause).code !== 'cancelled' && !abort.signal.aborted) {
        const { title, remedy } = readingProblemOf(cause);
        setProblem(`${title}. ${remedy}`);
      }
    } finally {
      if (!abort.signal.aborted) setState('off');
    }
  };
  return (
    <>
      <button type="button" className="button button-line" aria-pressed={state !== 'off'} onClick={() => { if (state === 'off') void start(); else { setSaying(null); setState('off'); } }}>
        {state === 'off' ? <><Play size={14} /> Listen</> : <><Square size={12} fill="currentColor" /> {state === 'getting' ? 'Getting it…' : 'Stop'}</>}
      </button>
      {problem && <p role="status" className="basis-full text-problem">{problem}</p>}
    </>
  );
}
