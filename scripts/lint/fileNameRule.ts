import { basename } from 'node:path';
import type { Rule } from 'eslint';

const vague = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common', 'index']);

/** Lint rule: a file's name is camelCase and says what is in it. */
export const fileNameRule: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename).replace(/\..*$/, '');
        if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) context.report({ node, message: `${name}: file names are camelCase.` });
        if (vague.has(name)) context.report({ node, message: `${name}: name the file after what is in it.` });
      },
    };
  },
};
