import { z } from 'zod';
import { boardFacts } from '../boards/board-facts.js';
import { defineTool, type ToolSurroundings } from './define-tool.js';

/** What the rules of chess say about a position; there is no engine that would judge moves. */
export function boardRulesTool(surroundings: ToolSurroundings) {
  return defineTool(surroundings, {
    name: 'board_rules',
    description: 'Applies the rules of chess to a piece placement: checks, checkmate, stalemate, captures, mates in one, material. It does not judge moves.',
    input: z.object({ placement: z.string().max(100).describe('The placement field of a FEN') }),
    title: () => 'Applying the rules of chess',
    run({ placement }) {
      const facts = boardFacts(placement);
      return { finding: { tool: 'board_rules', facts }, content: JSON.stringify(facts), output: facts, models: [] };
    },
  });
}
