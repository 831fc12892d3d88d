const evidenceLink = /^#e:([a-z0-9-]{1,40})$/;

/** The evidence id or group that a link names; null for every other address. */
export const evidenceInLink = (href: string | undefined): string | null => evidenceLink.exec(href ?? '')?.[1] ?? null;

/** Lets nothing through that a browser could follow or load: only links to evidence keep their address. */
export const onlyEvidenceLinks = (url: string): string => (evidenceLink.test(url) ? url : '');
