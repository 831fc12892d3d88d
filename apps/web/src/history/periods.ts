import type { ConversationSummary } from '@/wire/protocol';

const day = 86_400_000;

/** "Today", "Yesterday", "Last 7 days", or the month: where a conversation stands in the list. */
export function periodOf(updatedAt: string, now: Date): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const at = new Date(updatedAt);
  if (at.getTime() >= midnight) return 'Today';
  if (at.getTime() >= midnight - day) return 'Yesterday';
  if (at.getTime() >= midnight - 7 * day) return 'Last 7 days';
  return at.toLocaleDateString(undefined, { month: 'long', year: 'numeric' });
}

/** Conversations, newest first, under the names of their periods. */
export function byPeriod(conversations: readonly ConversationSummary[], now: Date): [string, ConversationSummary[]][] {
  const periods = new Map<string, ConversationSummary[]>();
  for (const conversation of conversations) {
    const period = periodOf(conversation.updatedAt, now);
    periods.set(period, [...(periods.get(period) ?? []), conversation]);
  }
  return [...periods];
}
