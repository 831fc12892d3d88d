import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { OcelliError, type AnswerStatus, type Evidence, type RunEventBody } from '@ocelli/protocol';
import type { Perception } from '@ocelli/models';
import { createAgent } from 'langchain';
import { composedAnswerKey, firstCalls, PlannerChatModel } from './planner/planner-chat-model.js';
import { systemPrompt } from './system-prompt.js';
import { allTools } from './tools/all-tools.js';
import { EarlyCalls } from './tools/early-calls.js';
import type { TurnInput } from './turn.js';

export interface AnswerOptions {
  perception: Perception;
  /** Ends the turn at once; nothing is said after it. */
  signal: AbortSignal;
  /** A language model that calls tools; the deterministic planner when absent. */
  chatModel?: BaseChatModel;
}

/** Steps of the agent's graph: each round of tools takes two. */
const mostSteps = 16;

/**
 * Answers one question about the pictures of a conversation. Yields what happens, in order: activities, tool calls,
 * evidence before the words that link to it, words, and one `answer` with its status; `ended` is the caller's to add.
 * Ends without a word more when the signal aborts. Throws an OcelliError when the turn itself fails.
 */
export async function* answerTurn(input: TurnInput, { perception, signal, chatModel }: AnswerOptions): AsyncGenerator<RunEventBody> {
  if (signal.aborted) return;
  yield { type: 'activity', text: input.pictures.length > 0 ? 'Looking at the picture' : 'Thinking' };
  const aborted = abortion(signal);
  try {
    const early = new EarlyCalls();
    const tools = allTools({ turn: input, perception, signal, early });
    // What a language model will call is its own affair; the planner always calls the same.
    if (!chatModel) for (const { tool, input: toTool } of firstCalls(input)) early.begin(tool, toTool);
    const agent = createAgent({
      model: chatModel ?? new PlannerChatModel({ turn: input }),
      tools,
      systemPrompt: systemPrompt(input),
    });
    const stream = await agent.stream({ messages: conversationOf(input) }, { streamMode: ['messages', 'custom'], signal, recursionLimit: mostSteps });
    const events = stream[Symbol.asyncIterator]();
    let answer: AnswerStatus | undefined;
    let spoke = false;
    for (;;) {
      const next = await Promise.race([events.next(), aborted.promise]);
      if (next === 'aborted') return;
      if (next.done) break;
      const [mode, part] = next.value as ['custom', RunEventBody] | ['messages', [BaseMessage, unknown]];
      if (mode === 'custom') {
        yield part;
        continue;
      }
      const [message] = part;
      if (ToolMessage.isInstance(message)) continue;
      const composed = message.additional_kwargs[composedAnswerKey] as { status: AnswerStatus; evidence: Evidence[] } | undefined;
      if (composed) {
        answer = composed.status;
        if (composed.evidence.length > 0) yield { type: 'evidence', items: composed.evidence };
      }
      if (message.text) {
        if (!spoke) yield { type: 'activity', text: 'Answering' };
        spoke = true;
        yield { type: 'text', delta: message.text };
      }
      if (signal.aborted) return;
    }
    yield { type: 'answer', status: answer ?? (spoke ? 'hedged' : 'declined') };
  } catch (cause) {
    if (signal.aborted) return;
    throw OcelliError.from(cause);
  } finally {
    aborted.forget();
  }
}

function conversationOf({ history, question }: TurnInput): BaseMessage[] {
  return [...history.flatMap((past) => [new HumanMessage(past.question), new AIMessage(past.answer)]), new HumanMessage(question || 'What is in this picture?')];
}

/** A promise that settles when the signal aborts, and a way to stop listening. */
function abortion(signal: AbortSignal): { promise: Promise<'aborted'>; forget: () => void } {
  let forget = () => {};
  const promise = new Promise<'aborted'>((resolve) => {
    const stop = () => resolve('aborted');
    signal.addEventListener('abort', stop, { once: true });
    forget = () => signal.removeEventListener('abort', stop);
  });
  return { promise, forget: () => forget() };
}
