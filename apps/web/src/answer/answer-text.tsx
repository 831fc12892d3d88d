import { memo, useMemo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { Evidence } from '@/wire/protocol';
import { EvidenceChip } from './evidence-chip';
import { evidenceInLink, onlyEvidenceLinks } from './evidence-link';

interface AnswerTextProps {
  text: string;
  evidence: readonly Evidence[];
  answerId: string;
}

const plugins = [remarkGfm];

/** Elements an answer may consist of. Everything else, images and raw HTML above all, leaves only its words. */
const allowed = ['a', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];

/**
 * An answer's Markdown on the screen. Words linked to evidence become chips; other links are shown as their words, images as
 * nothing, raw HTML not at all: no answer can make the browser load or follow an address, whatever a picture said.
 */
export const AnswerText = memo(function AnswerText({ text, evidence, answerId }: AnswerTextProps) {
  // Made once for the answer: with new components at every word, what has the focus would be replaced while it is written.
  const components = useMemo((): Components => ({
    a({ href, children }) {
      const name = evidenceInLink(href);
      return name === null ? <>{children}</> : <EvidenceChip name={name} evidence={evidence} answerId={answerId}>{children}</EvidenceChip>;
    },
    ...plainComponents,
  }), [evidence, answerId]);
  return (
    <div className="answer-text">
      <Markdown skipHtml remarkPlugins={plugins} allowedElements={allowed} unwrapDisallowed urlTransform={onlyEvidenceLinks} components={components}>
        {text}
      </Markdown>
    </div>
  );
});

const plainComponents: Components = {
  // Headings of an answer stand below the page's own.
  h1: Heading, h2: Heading, h3: Heading, h4: Heading, h5: Heading, h6: Heading,
  table: ({ children }) => <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Table"><table>{children}</table></div>,
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
};

function Heading({ children }: { children?: ReactNode }) {
  return <h3>{children}</h3>;
}
