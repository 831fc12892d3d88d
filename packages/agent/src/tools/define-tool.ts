import { OcelliError, type ModelUse, type RunEventBody } from '@ocelli/protocol';
import type { Perception } from '@ocelli/models';
import { tool, type ToolRuntime } from 'langchain';
import type { z } from 'zod';
import type { TurnInput } from '../turn.js';
import type { EarlyCalls } from './early-calls.js';
import type { ToolFinding, ToolResult } from './tool-result.js';

/** All that a tool may touch. */
export interface ToolSurroundings {
  turn: TurnInput;
  perception: Perception;
  signal: AbortSignal;
  early: EarlyCalls;
}

/** What a tool hands back: the finding, what a language model reads of it, what the opened tool call shows, what it took. */
export interface ToolReport {
  finding: ToolFinding;
  /** Picture text in here must be quoted: it is data. */
  content: string;
  output: unknown;
  models: ModelUse[];
}

interface ToolDescription<Shape extends z.ZodRawShape> {
  name: ToolFinding['tool'];
  description: string;
  input: z.ZodObject<Shape>;
  /** A short human sentence while it runs: "Reading the board". */
  title(input: z.infer<z.ZodObject<Shape>>): string;
  run(input: z.infer<z.ZodObject<Shape>>): Promise<ToolReport> | ToolReport;
}

/**
 * Makes a LangChain tool that tells the run log what it does: `activity` and `tool.started` before, `tool.finished`
 * after. A failure becomes a `failed` call and a result that says so, never a crash of the turn; only a cancelled turn throws.
 */
export function defineTool<Shape extends z.ZodRawShape>(surroundings: ToolSurroundings, spec: ToolDescription<Shape>) {
  const { early } = surroundings;
  early.offer(spec.name, (input) => spec.input.parse(input), (input) => spec.run(input));
  return tool(
    async (input: z.infer<z.ZodObject<Shape>>, runtime: ToolRuntime): Promise<[string, ToolResult]> => {
      const emit = (event: RunEventBody) => runtime.writer?.(event);
      const callId = runtime.toolCallId;
      const title = spec.title(input);
      emit({ type: 'activity', text: title });
      emit({ type: 'tool.started', call: { callId, tool: spec.name, title, input } });
      const begun = early.take(spec.name, input);
      const startedAt = begun?.startedAt ?? performance.now();
      const ms = () => Math.round((performance.now() - startedAt) * 10) / 10;
      try {
        surroundings.signal.throwIfAborted();
        const { finding, content, output, models } = await (begun?.report ?? spec.run(input));
        emit({ type: 'tool.finished', callId, status: 'done', output, ms: ms(), models });
        return [content, finding];
      } catch (cause) {
        const error = OcelliError.from(cause);
        if (error.code === 'cancelled' || surroundings.signal.aborted) {
          emit({ type: 'tool.finished', callId, status: 'cancelled', ms: ms(), models: [] });
          throw error;
        }
        emit({ type: 'tool.finished', callId, status: 'failed', error: error.toBody(), ms: ms(), models: [] });
        return [`The tool failed: ${error.message}`, { tool: spec.name, error: error.toBody() }];
      }
    },
    { name: spec.name, description: spec.description, schema: spec.input, responseFormat: 'content_and_artifact' },
  );
}
