/** The mark: an ocelot's rosette, open in three places, around its eye. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="8 8 48 48" width={size} height={size} aria-hidden="true" className="shrink-0">
      <g fill="none" stroke="var(--ink)" strokeWidth="6.5" strokeLinecap="round">
        <path d="M32 11.5A20.5 20.5 0 0 1 51.6 26" />
        <path d="M51.2 39.4A20.5 20.5 0 0 1 25 51.3" />
        <path d="M15.6 44.3A20.5 20.5 0 0 1 21.8 14.2" />
      </g>
      <circle cx="32" cy="32" r="12" fill="var(--iris)" />
      <ellipse cx="32" cy="32" rx="3.1" ry="9" fill="#1d1a14" className="logo-pupil" />
    </svg>
  );
}
