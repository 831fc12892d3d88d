import { Logo } from '@/design/logo';

/** What an address leads to that is none. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-8 text-center">
      <div className="flex max-w-sm flex-col items-center gap-3">
        <Logo size={56} />
        <h1 className="font-display text-2xl font-semibold tracking-[-0.02em]">There is nothing here</h1>
        <p className="text-ink-soft">The address may be mistyped, or what was here is gone.</p>
        <a href="/" className="button button-ink mt-2">Open Ocelli</a>
      </div>
    </main>
  );
}
