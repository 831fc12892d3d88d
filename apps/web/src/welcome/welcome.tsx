'use client';
import { ImageUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { limits } from '@/wire/protocol';
import { attachFiles, useDraftKey } from '@/composer/composer';
import { fileTypes } from '@/composer/upload';
import { askAboutSample, useSamples, type Sample } from './samples';

/** What a new user meets: what this is, where a picture goes, and pictures to try at once. */
export function Welcome() {
  const draftKey = useDraftKey();
  const picker = useRef<HTMLInputElement>(null);
  const samples = useSamples();
  const [asking, setAsking] = useState<string | null>(null);
  const ask = async (sample: Sample, question: string): Promise<void> => {
    setAsking(sample.id);
    await askAboutSample(sample, question);
    setAsking(null);
  };
  return (
    <div className="mx-auto flex min-h-full w-full max-w-[46rem] flex-col justify-center gap-7 px-5 py-8 sm:px-8">
      <header>
        <h2 className="font-display text-[34px] leading-[1.08] font-[680] tracking-[-0.025em] text-balance sm:text-[46px]">
          Ask a picture.<br />See the <span className="evidence-word">evidence</span>.
        </h2>
        <p className="mt-4 max-w-[36rem] text-[16.5px] text-ink-soft">
          Ocelli answers questions about your pictures and marks what each answer rests on. Everything runs on this machine.
        </p>
      </header>
      <button type="button" className="drop-zone flex items-center gap-4 px-5 py-5 text-left" onClick={() => picker.current?.click()}>
        <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-ink text-paper"><ImageUp size={20} aria-hidden="true" /></span>
        <span>
          <span className="block font-semibold pointer-coarse:hidden">Drop a picture anywhere, paste one, or choose</span>
          <span className="hidden font-semibold pointer-coarse:block">Choose a picture or take a photo</span>
          <span className="block text-[13.5px] text-balance text-ink-faint">Screenshots, photos, receipts, chess boards: JPEG, PNG, WebP, HEIC or AVIF up to {limits.uploadBytes / 1024 / 1024} MB</span>
        </span>
      </button>
      <input ref={picker} type="file" multiple hidden accept={fileTypes} aria-label="Pictures" onChange={(event) => { attachFiles(draftKey, [...(event.target.files ?? [])]); event.target.value = ''; }} />
      {samples.length > 0 && (
        <section aria-label="Sample pictures">
          <h3 className="mb-3 text-[13px] font-semibold text-ink-faint">Or try one of these</h3>
          <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {samples.map((sample) => (
              <li key={sample.id} className="sample" aria-busy={asking === sample.id}>
                <img src={sample.url} alt="" className={asking === sample.id ? 'animate-pulse' : ''} />
                <div className="min-w-0 py-2">
                  <h4 className="px-3 pb-0.5 text-[14px] font-semibold">{sample.title}</h4>
                  <ul>
                    {sample.questions.slice(0, 3).map((question) => (
                      <li key={question}>
                        <button type="button" className="sample-question" disabled={asking !== null} onClick={() => void ask(sample, question)}>{question}</button>
                      </li>
                    ))}
                  </ul>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
