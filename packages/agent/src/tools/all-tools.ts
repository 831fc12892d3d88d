import { askPictureTool } from './ask-picture.js';
import { boardRulesTool } from './board-rules.js';
import { compareWordsTool } from './compare-words.js';
import { countThingsTool } from './count-things.js';
import type { ToolSurroundings } from './define-tool.js';
import { inspectFileTool } from './inspect-file.js';
import { lookTool } from './look.js';
import { readBoardTool } from './read-board.js';
import { readCodeTool } from './read-code.js';
import { readTextTool } from './read-text.js';
import { searchTextTool } from './search-text.js';

/** Every tool of a turn. */
export function allTools(surroundings: ToolSurroundings) {
  return [lookTool, countThingsTool, readBoardTool, boardRulesTool, readTextTool, searchTextTool, readCodeTool, inspectFileTool, compareWordsTool, askPictureTool].map((make) => make(surroundings));
}
