import type { Conversation } from '@ocelli/protocol';
import { withoutEvidenceLinks } from '@ocelli/store';
import { z } from 'zod';

export const ExportQuery = z.object({ format: z.enum(['markdown', 'json']).default('markdown') });

/** A conversation as a file to keep: every branch, in the order it was said. */
export function exportConversation(conversation: Conversation, format: z.infer<typeof ExportQuery>['format']): { type: string; extension: string; body: string } {
  if (format === 'json') return { type: 'application/json', extension: 'json', body: `${JSON.stringify(conversation, null, 2)}\n` };
  const parts = conversation.messages.map((message) => {
    if (message.role === 'user') {
      const pictures = message.attachments.map(({ name, width, height }) => `- Picture: ${plain(name)} (${width} x ${height})`);
      return [`## Question, ${message.createdAt}`, plain(message.text), pictures.join('\n')].filter(Boolean).join('\n\n');
    }
    const end = message.status === 'complete' ? '' : ` (${message.status})`;
    const tools = message.toolCalls.map(({ title, status, ms }) => `- ${plain(title)}: ${status}${ms === undefined ? '' : `, ${Math.round(ms)} ms`}`);
    return [`## Answer${end}, ${message.createdAt}`, withoutEvidenceLinks(message.text), tools.join('\n')].filter(Boolean).join('\n\n');
  });
  return { type: 'text/markdown', extension: 'md', body: `# ${plain(conversation.title)}\n\n${parts.join('\n\n')}\n` };
}

/** What people typed, so that it stays what they typed in a Markdown viewer. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
