import type { SearchResults } from '@ocelli/protocol';
import { and, desc, eq, like, or, sql } from 'drizzle-orm';
import type { Db } from './database.js';
import { conversations, messages } from './schema.js';
import { searchText, snippetAround } from './search-text.js';
import { storableText } from './storable-text.js';

const longestResult = 50;

/**
 * Searches an owner's questions, answers and titles: every word of `query` must occur, as a part of a word too, without regard
 * to case and accents. Newest first, at most fifty.
 */
export async function searchHistory(db: Db, ownerId: string, query: string): Promise<SearchResults['hits']> {
  const words = searchText(storableText(query)).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const all = (column: typeof messages.searchText | typeof conversations.searchTitle) => and(...words.map((word) => like(column, `%${escapeLike(word)}%`)));
  // A title stands for its conversation once, by its first question.
  const byTitle = and(all(conversations.searchTitle), eq(messages.role, 'user'), sql`${messages.parentId} is null`);
  const rows = await db
    .select({ conversationId: conversations.id, title: conversations.title, messageId: messages.id, text: messages.text, at: messages.createdAt })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(conversations.ownerId, ownerId), or(all(messages.searchText), byTitle)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(longestResult);
  return rows.map(({ text, at, ...hit }) => ({ ...hit, snippet: snippetAround(text, words), at: at.toISOString() }));
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&');
}
