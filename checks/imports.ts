const statement = /^\s*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*'([^']+)'/gm;
const call = /\bimport\(\s*'([^']+)'\s*\)/g;

/** What a TypeScript or JavaScript file imports, as written, types included. Reads this project's style: single quotes, statements at a line's start. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(statement), ...source.matchAll(call)].flatMap(([, specifier]) => specifier ?? []);
}

/** The npm package that a specifier names: `@langchain/core` of `@langchain/core/messages`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
