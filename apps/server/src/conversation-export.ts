import type { Conversation } from '@ocelli/protocol';
import { withoutEvidenceLinks } from '@ocelli/store';
import { z } from 'zod';
import { questionInWords } from './spoken-questions.js';

export const ExportQuery = z.object({ format: z.enum(['markdown', 'json']).default('markdown') });

/** A conversation as a file to keep: every branch, in the order it was said. */
export function exportConversation(conversation: Conversation, format: z.infer<typeof ExportQuery>['format']): { type: string; extension: string; body: string } {
  if (format === 'json') return { type: 'application/json', extension: 'json', body: `${JSON.stringify(conversation, null, 2)}\n` };
  const parts = conversation.messages.map((message) => {
    if (message.role === 'user') {
      const recordings = (message.recordings ?? []).map(({ name, seconds }) => `- Recording: ${plainLine(name)} (${Math.round(seconds)} s)`);
      const pictures = message.attachments.map(({ name, width, height }) => `- Picture: ${plainLine(name)} (${width} x ${height})`);
      return [`## Question, ${message.createdAt}`, plainText(questionInWords(message, conversation.messages)), [...pictures, ...recordings].join('\n')].filter(Boolean).join('\n\n');
    }
    const end = message.status === 'complete' ? '' : ` (${message.status})`;
    const tools = message.toolCalls.map(({ title, status, ms }) => `- ${plainLine(title)}: ${status}${ms === undefined ? '' : `, ${Math.round(ms)} ms`}`);
    return [`## Answer${end}, ${message.createdAt}`, loadingNothing(withoutEvidenceLinks(message.text)), tools.join('\n')].filter(Boolean).join('\n\n');
  });
  return { type: 'text/markdown', extension: 'md', body: `# ${plainLine(conversation.title)}\n\n${parts.join('\n\n')}\n` };
}

/**
 * What people typed, so that a Markdown viewer shows it as they typed it: line by line, and every mark as itself. (Some viewers make
 * links of bare addresses all the same; nothing is fetched for that.)
 */
function plainText(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(plainLine)
    .join('  \n')
    .replace(/(?:^|\n)(?: *\n)+/g, '\n\n')
    .trim();
}

function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>~|#&]/g, '\\$&')
    .replace(/!(?=\\\[)/g, '\\!')
    .replace(/^([+=-]+|\d+[.)])(?=\s|$)/, (marker) => `${marker.slice(0, -1)}\\${marker.slice(-1)}`)
    // A bare address takes the backslashes after it into its link; escaped, it does not.
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, '\\$&');
}

/** An answer is Markdown of our own making; but a language model may have written it, and a file that is opened must not fetch anything. */
function loadingNothing(answer: string): string {
  // As entities, because a bare address before it would take an escaping backslash into its link.
  return answer.replace(/(\\*)(?:(!)(?=\[)|<(?=[a-z/!?]))/gi, (_, escapes: string, bang?: string) => `${escapes.slice(escapes.length % 2)}${bang ? '&#33;' : '&lt;'}`);
}
