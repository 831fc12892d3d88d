import type { Install } from '@/wire/protocol';
import { percent } from './amounts';

const around = 2 * Math.PI * 15;

/** How much of a model is here: an eye that opens while it arrives. For the eyes only; words beside it say the same. */
export function ModelEye({ install, size = 40 }: { install: Install; size?: number }) {
  const share = install.state === 'ready' || install.state === 'checking' ? 100 : 'totalBytes' in install ? percent(install.receivedBytes, install.totalBytes) : 0;
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" className="model-eye" data-state={install.state}>
      <circle className="model-eye-track" cx="20" cy="20" r="15" />
      <circle className="model-eye-share" cx="20" cy="20" r="15" strokeDasharray={`${(around * share) / 100} ${around}`} transform="rotate(-90 20 20)" />
      {install.state === 'paused' ? (
        <path className="model-eye-pause" d="M16.5 15v10M23.5 15v10" />
      ) : (
        <>
          <circle className="model-eye-iris" cx="20" cy="20" r={2.5 + (7 * share) / 100} />
          {install.state === 'ready' && <ellipse className="model-eye-pupil" cx="20" cy="20" rx="2" ry="6.6" />}
        </>
      )}
    </svg>
  );
}
