import type { Answer } from '../answers/answer.js';
import type { FindingOf, ToolFinding, ToolResult } from '../tools/tool-result.js';
import { hasFailed } from '../tools/tool-result.js';

/** A tool the planner wants to run. */
export interface PlannedCall {
  tool: ToolFinding['tool'];
  input: Record<string, unknown>;
}

/**
 * How a question gets its answer: yields the tool calls it needs (run in parallel), receives their results in the same
 * order, and returns the answer. It must be deterministic: a chat model has no memory between its calls, so the
 * planner replays the plan against the results that the conversation already holds.
 */
export type Plan = Generator<PlannedCall[], Answer, ToolResult[]>;

/** What a part of a plan returns; parts compose with `yield*`. */
export type PlanPart<T> = Generator<PlannedCall[], T, ToolResult[]>;

/** A tool that could not do its work ends a plan, unless the plan can do without it. */
export class ToolFailed extends Error {
  constructor(readonly result: Extract<ToolResult, { error: unknown }>) {
    super(result.error.message);
    this.name = 'ToolFailed';
  }
}

/** Runs one tool and returns its finding; throws {@link ToolFailed}. */
export function* use<T extends ToolFinding['tool']>(tool: T, input: Record<string, unknown>): PlanPart<FindingOf<T>> {
  const [result] = yield [{ tool, input }];
  return findingFrom(result, tool);
}

/** Runs one tool on several inputs at once. */
export function* useEach<T extends ToolFinding['tool']>(tool: T, inputs: Record<string, unknown>[]): PlanPart<FindingOf<T>[]> {
  if (inputs.length === 0) return [];
  const results = yield inputs.map((input) => ({ tool, input }));
  return results.map((result) => findingFrom(result, tool));
}

/** The finding in a result, or undefined where the tool failed. */
export function findingIn<T extends ToolFinding['tool']>(result: ToolResult | undefined, tool: T): FindingOf<T> | undefined {
  return result && !hasFailed(result) && result.tool === tool ? (result as FindingOf<T>) : undefined;
}

function findingFrom<T extends ToolFinding['tool']>(result: ToolResult | undefined, tool: T): FindingOf<T> {
  if (!result) throw new Error(`The plan got no result for ${tool}.`);
  if (hasFailed(result)) throw new ToolFailed(result);
  return result as FindingOf<T>;
}
