import { builtinModules } from 'node:module';
import { posix, relative } from 'node:path';
import type { Rule } from 'eslint';
import type { TSESTree } from '@typescript-eslint/types';
import { root } from '../repository.ts';
import { keptBehind, roomOf } from './roomTable.ts';
import type { Access, Room } from './roomTable.ts';

/** Lint rule: every file is in a room, and imports only what `roomTable.ts` lets its room import. */
export const roomRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const path = relative(root, context.filename).replaceAll('\\', '/');
    const room = roomOf(path);
    const refuse = (node: unknown, message: string): void => {
      context.report({ node: node as Rule.Node, message });
    };
    const check = (node: unknown, source: unknown, wanted: Access): void => {
      if (room === undefined || typeof source !== 'string') return;
      const reason = whyRefused(room, path, source, wanted);
      if (reason !== undefined) refuse(node, reason);
    };
    return {
      Program(node) {
        if (room === undefined) refuse(node, `${path} is in no room: see scripts/lint/roomTable.ts.`);
      },
      ImportDeclaration(node) {
        check(node, node.source.value, accessOf(node as unknown as TSESTree.ImportDeclaration));
      },
      ExportNamedDeclaration(node) {
        check(node, node.source?.value, accessOf(node as unknown as TSESTree.ExportNamedDeclaration));
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, accessOf(node as unknown as TSESTree.ExportAllDeclaration));
      },
      ImportExpression(node) {
        check(node, literal(node.source), 'values');
      },
      TSImportType(node: unknown) {
        check(node, literal((node as TSESTree.TSImportType).source), 'types');
      },
      CallExpression(node) {
        const called = node.callee;
        if (called.type === 'Identifier' && called.name === 'require')
          check(node, literal(node.arguments[0]), 'values');
      },
    };
  },
};

function accessOf(node: { importKind?: string; exportKind?: string }): Access {
  return node.importKind === 'type' || node.exportKind === 'type' ? 'types' : 'values';
}

function literal(node: unknown): unknown {
  const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
  return type === 'Literal' ? value : undefined;
}

function whyRefused(room: Room, path: string, source: string, wanted: Access): string | undefined {
  if (source.startsWith('.')) return whyRoomRefused(room, posix.join(posix.dirname(path), source), wanted);
  if (source === 'vscode') {
    if (room.vscode === 'values' || room.vscode === wanted) return undefined;
    return `${room.name} may not import ${wanted} of 'vscode'.`;
  }
  if (isBuiltin(source))
    return room.node ? undefined : `${room.name} may not import '${source}': it runs without Node.`;
  const keeper = Object.entries(keptBehind).find(([name]) => source === name || source.startsWith(`${name}/`))?.[1];
  if (keeper !== undefined && keeper !== path) return `'${source}' may be imported by ${keeper} only.`;
  return undefined;
}

function whyRoomRefused(room: Room, target: string, wanted: Access): string | undefined {
  const other = roomOf(target);
  // Data such as JSON or style sheets beside the rooms has no room of its own.
  if (other === undefined) return /\.[cm]?[jt]sx?$/.test(target) ? `${target} is in no room.` : undefined;
  if (other.name === room.name) return undefined;
  const allowed = room.rooms[other.name];
  if (allowed === 'values' || (allowed === 'types' && wanted === 'types')) return undefined;
  return allowed === 'types'
    ? `${room.name} may import types of ${other.name}, not values.`
    : `${room.name} may not import ${other.name}.`;
}

function isBuiltin(source: string): boolean {
  return source.startsWith('node:') || builtinModules.includes(source);
}
