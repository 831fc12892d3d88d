import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { AIMessage, AIMessageChunk, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Answer } from '../answers/answer.js';
import { hasFailed, type ToolResult } from '../tools/tool-result.js';
import type { TurnInput } from '../turn.js';
import { answerForFailure } from './answer-for-failure.js';
import { ToolFailed, type Plan, type PlannedCall } from './plan.js';
import { planAnswer } from './plan-answer.js';

/** The key under which the planner's last message carries its answer's status and evidence. */
export const composedAnswerKey = 'ocelli_answer';

/**
 * A chat model without a language model: it understands the question by rules, asks for the tools that would show the
 * answer, and composes the answer from their results. Deterministic, and it says nothing that no tool found.
 */
export class PlannerChatModel extends BaseChatModel {
  private readonly turn: TurnInput;

  constructor({ turn }: { turn: TurnInput }) {
    super({});
    this.turn = turn;
  }

  override _llmType(): string {
    return 'ocelli-planner';
  }

  /** The planner knows the tools by name. */
  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const step = nextStep(planAnswer(this.turn), resultsIn(messages));
    const message =
      'calls' in step
        ? new AIMessage({ content: '', tool_calls: toolCalls(step.calls, messages) })
        : new AIMessage({ content: step.answer.text, additional_kwargs: composed(step.answer) });
    return { generations: [{ message, text: 'answer' in step ? step.answer.text : '' }] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], _options: this['ParsedCallOptions'], run?: CallbackManagerForLLMRun): AsyncGenerator<ChatGenerationChunk> {
    const step = nextStep(planAnswer(this.turn), resultsIn(messages));
    if ('calls' in step) {
      const tool_call_chunks = toolCalls(step.calls, messages).map(({ id, name, args }, index) => ({ type: 'tool_call_chunk' as const, id, name, args: JSON.stringify(args), index }));
      yield chunkOf(new AIMessageChunk({ content: '', tool_call_chunks }));
      return;
    }
    const pieces = inPieces(step.answer.text);
    for (const [index, piece] of pieces.entries()) {
      const chunk = chunkOf(new AIMessageChunk({ content: piece, ...(index === 0 ? { additional_kwargs: composed(step.answer) } : {}) }));
      yield chunk;
      await run?.handleLLMNewToken(piece, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}

/** The tool calls that the planner asks for first; none where it answers at once. */
export function firstCalls(turn: TurnInput): PlannedCall[] {
  const step = nextStep(planAnswer(turn), []);
  return 'calls' in step ? step.calls : [];
}

function chunkOf(message: AIMessageChunk): ChatGenerationChunk {
  return new ChatGenerationChunk({ message, text: typeof message.content === 'string' ? message.content : '' });
}

function composed({ status, evidence }: Answer): Record<string, unknown> {
  return { [composedAnswerKey]: { status, evidence } };
}

/** Each step's results, in the order of its calls: one list for each message that called tools. */
function resultsIn(messages: BaseMessage[]): ToolResult[][] {
  const byCall = new Map<string, ToolResult>();
  for (const message of messages) if (ToolMessage.isInstance(message)) byCall.set(message.tool_call_id, resultOf(message));
  return messages
    .filter((message): message is AIMessage => AIMessage.isInstance(message) && (message.tool_calls?.length ?? 0) > 0)
    .map((message) => message.tool_calls!.flatMap(({ id }) => byCall.get(id ?? '') ?? []));
}

/** A call that LangChain itself refused (wrong input) has no artifact. */
function resultOf(message: ToolMessage): ToolResult {
  const artifact = message.artifact as ToolResult | undefined;
  return artifact ?? { tool: message.name ?? 'tool', error: { code: 'internal', message: 'A tool was called in a way it does not understand.' } };
}

function toolCalls(calls: PlannedCall[], messages: BaseMessage[]) {
  return calls.map(({ tool, input }, index) => ({ type: 'tool_call' as const, id: `call-${messages.length}-${index + 1}`, name: tool, args: input }));
}

function nextStep(plan: Plan, results: ToolResult[][]): { calls: PlannedCall[] } | { answer: Answer } {
  try {
    let step = plan.next();
    for (const known of results) {
      if (step.done) break;
      step = plan.next(known);
    }
    return step.done ? { answer: step.value } : { calls: step.value };
  } catch (cause) {
    if (cause instanceof ToolFailed && hasFailed(cause.result)) return { answer: answerForFailure(cause.result.error) };
    throw cause;
  }
}

/** Word by word, so that the first words show at once; a link stays whole. */
function inPieces(text: string): string[] {
  return text.match(/\s*(?:\[(?:\\.|[^\]\\])*\]\([^)]*\)|\S)+\s*/g) ?? (text ? [text] : []);
}
