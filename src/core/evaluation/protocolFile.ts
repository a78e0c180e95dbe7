import type { z } from 'zod';
import { checkProtocol, type ProtocolFault } from './checkProtocol.ts';
import { memberOf, nodeAt, readJson, type JsonNode, type Wanted } from './jsonTree.ts';
import { protocolSchema, type Protocol } from './protocol.ts';
import { placeAt, type TextPlace } from './textPlace.ts';

/** What can be wrong with the text of a protocol file: no JSON, not what the schema says, or a contradiction in itself. */
export type ProtocolTextFaultKind =
  'notJson' | 'duplicateKey' | 'missingField' | 'unknownField' | 'invalid' | ProtocolFault['kind'];

/**
 * One fault of a protocol file at its place. `detail` is the value or the field at fault; for `notJson` what was wanted there
 * instead ({@link Wanted}); for `invalid` the schema's own words.
 */
export interface ProtocolTextFault extends TextPlace {
  readonly kind: ProtocolTextFaultKind;
  /** Such as `stages[1].answer.scale`; empty for the file as a whole. */
  readonly path: string;
  readonly detail: string;
}

/** A protocol with the place of its id, or everything that is wrong with it. */
export type ReadProtocol =
  | { readonly ok: true; readonly protocol: Protocol; readonly idPlace: TextPlace }
  | { readonly ok: false; readonly faults: readonly ProtocolTextFault[] };

/**
 * A protocol as the text of `.emolens/protocols/<id>.json`. `schema` is written as `$schema`, for files that the editor does not know
 * by their place.
 */
export function protocolFileText(protocol: Protocol, schema?: string): string {
  const { $schema: _former, version, id, title, description, stages } = protocol;
  const file = { ...(schema === undefined ? {} : { $schema: schema }), version, id, title, description, stages };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Reads the text of a protocol file. A byte order mark, comments and commas behind the last member are forgiven. `$schema`
 * is for editors alone and not part of the protocol.
 */
export function readProtocolText(text: string): ReadProtocol {
  const json = text.replace(/^\ufeff/, '');
  const read = readJson(json);
  if (!read.ok) return { ok: false, faults: [syntaxFault(json, read.at, read.wanted)] };
  const tree = read.value;
  const doubled = duplicateKeys(json, tree, []);
  const parsed = protocolSchema.safeParse(tree.value);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap((issue) => issueFaults(json, tree, issue));
    return { ok: false, faults: inOrder([...doubled, ...issues]) };
  }
  const faults = checkProtocol(parsed.data).map((one) =>
    faultAt(json, tree, one.path, { kind: one.kind, detail: one.value }),
  );
  if (faults.length + doubled.length > 0) return { ok: false, faults: inOrder([...doubled, ...faults]) };
  const { $schema: _editorsOnly, ...protocol } = parsed.data;
  const id = nodeAt(tree, ['id']) ?? tree;
  return { ok: true, protocol, idPlace: placeAt(json, id.start, id.end) };
}

function syntaxFault(text: string, at: number, wanted: Wanted): ProtocolTextFault {
  // At a cut-off text the place that wants more is the end of what is there.
  const start = Math.min(at, text.trimEnd().length);
  const end = start + (/^\S{1,20}/.exec(text.slice(start))?.[0].length ?? 0);
  return { kind: 'notJson', path: '', detail: wanted, ...placeAt(text, start, end) };
}

/** Makes faults of what the schema found: each unknown field for itself, at its key. */
function issueFaults(text: string, tree: JsonNode, issue: z.core.$ZodIssue): readonly ProtocolTextFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => keyFault(text, tree, [...issue.path, key], 'unknownField'));
  }
  const isMissing = issue.path.length > 0 && nodeAt(tree, issue.path) === undefined;
  const last = issue.path.at(-1);
  if (isMissing) return [faultAt(text, tree, issue.path, { kind: 'missingField', detail: String(last) })];
  return [faultAt(text, tree, issue.path, { kind: 'invalid', detail: issue.message })];
}

function keyFault(text: string, tree: JsonNode, path: readonly PropertyKey[], kind: 'unknownField'): ProtocolTextFault {
  const key = String(path.at(-1));
  const member = memberOf(nodeAt(tree, path.slice(0, -1)), key);
  const place = placeAt(text, member?.keyStart ?? tree.start, member?.keyEnd ?? tree.start + 1);
  return { kind, path: pathText(path), detail: key, ...place };
}

function faultAt(
  text: string,
  tree: JsonNode,
  path: readonly PropertyKey[],
  { kind, detail }: Pick<ProtocolTextFault, 'kind' | 'detail'>,
): ProtocolTextFault {
  const node = nodeAt(tree, path);
  if (node !== undefined) {
    // A placeholder is at fault for itself and not its whole question; escapes leave its letters as they are.
    const inside = detail.startsWith('{') ? text.slice(node.start, node.end).indexOf(detail) : -1;
    const [start, end] =
      inside < 0 ? [node.start, node.end] : [node.start + inside, node.start + inside + detail.length];
    return { kind, path: pathText(path), detail, ...placeAt(text, start, end) };
  }
  // What is not there is missed where its holder begins: at the nearest value that is there.
  const holder =
    path.map((_, index) => nodeAt(tree, path.slice(0, -1 - index))).find((one) => one !== undefined) ?? tree;
  return { kind, path: pathText(path), detail, ...placeAt(text, holder.start, holder.start + 1) };
}

function duplicateKeys(text: string, node: JsonNode, path: readonly PropertyKey[]): readonly ProtocolTextFault[] {
  const inItems = node.items?.flatMap((item, index) => duplicateKeys(text, item, [...path, index])) ?? [];
  const inMembers = (node.members ?? []).flatMap((member, index, all) => {
    const here = [...path, member.key];
    const isSecond = all.findIndex(({ key }) => key === member.key) < index;
    const own: ProtocolTextFault[] = isSecond
      ? [
          {
            kind: 'duplicateKey',
            path: pathText(here),
            detail: member.key,
            ...placeAt(text, member.keyStart, member.keyEnd),
          },
        ]
      : [];
    return [...own, ...duplicateKeys(text, member.node, here)];
  });
  return [...inItems, ...inMembers];
}

function inOrder(faults: readonly ProtocolTextFault[]): readonly ProtocolTextFault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** `['stages', 1, 'answer']` as `stages[1].answer`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
