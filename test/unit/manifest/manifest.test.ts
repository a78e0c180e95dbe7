import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, views } from '../../../src/editor/ids.ts';
import { settingDefaults } from '../../../src/editor/settingDefaults.ts';

interface Manifest {
  contributes: {
    commands: { command: string; title: string }[];
    views: Record<string, { id: string }[]>;
    configuration: { properties: Record<string, { default: unknown }> }[];
    menus: Record<string, { command: string }[]>;
    keybindings: { command: string }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
}

const root = join(import.meta.dirname, '../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const { contributes } = manifest;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('manifest and code', () => {
  it('contributes exactly the commands that the code names', () => {
    const contributed = contributes.commands.map(({ command }) => command).sort();
    expect(contributed).toEqual(Object.values(commands).sort());
  });

  it('registers every command', () => {
    const registering = sources('src').join('\n');
    for (const name of Object.keys(commands)) expect(registering, name).toContain(`[commands.${name}]`);
  });

  it('names only contributed commands in menus and keybindings', () => {
    const known = new Set<string>(Object.values(commands));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    expect(used.filter(({ command }) => !known.has(command))).toEqual([]);
  });

  it('contributes the views that the code fills', () => {
    const contributed = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    expect(contributed.sort()).toEqual([views.benchmark, views.portrait].sort());
  });

  it('has the same settings with the same defaults', () => {
    const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Record<
      string,
      { default: unknown }
    >;
    const contributed = Object.fromEntries(
      Object.entries(properties).map(([key, { default: value }]) => [key.replace(/^emolens\./, ''), value]),
    );
    expect(contributed).toEqual(settingDefaults);
  });

  it('does not let an untrusted workspace say where portraits or keys go', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(restricted).toEqual(expect.arrayContaining(['emolens.connections', 'emolens.storageFolder']));
  });
});

describe('localisation', () => {
  const english = JSON.parse(text('package.nls.json')) as Record<string, string>;
  const chinese = JSON.parse(text('package.nls.zh-cn.json')) as Record<string, string>;
  const bundle = JSON.parse(text('l10n/bundle.l10n.zh-cn.json')) as Record<string, string>;
  const used = new Set([...text('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]!));

  it('has every key of the manifest in both languages, and no other', () => {
    expect(Object.keys(english).sort()).toEqual([...used].sort());
    expect(Object.keys(chinese).sort()).toEqual([...used].sort());
  });

  it('translates every text of code and pages, and nothing that is not there', () => {
    const texts = new Set([...sources('src'), ...sources('webview')].flatMap(textsIn));
    expect([...texts].filter((one) => !(one in bundle)).sort()).toEqual([]);
    expect(
      Object.keys(bundle)
        .filter((one) => !texts.has(one))
        .sort(),
    ).toEqual([]);
  });

  it('has one Chinese word for each of the nouns', () => {
    // Beside 人像, 生成模型, 强度, 裁定 and 方案, which the screens have.
    const others = /肖像|生成器|程度|判定|裁决|协议/;
    expect([...Object.values(bundle), ...Object.values(chinese)].filter((one) => others.test(one))).toEqual([]);
  });

  it('keeps the same placeholders in a translation', () => {
    const holes = (one: string): string => [...one.matchAll(/\{\d+\}/g)].map(String).sort().join();
    for (const [from, to] of Object.entries(bundle)) expect(holes(to), from).toBe(holes(from));
  });
});

/** The first argument of each `l10n.t(...)` call; a call whose first argument is no plain string is a fault of its own. */
function textsIn(source: string): string[] {
  return [...source.matchAll(/\bl10n\.t\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"\s])/g)].map(([, literal]) => {
    if (literal === undefined || !/^['"]/.test(literal))
      throw new Error(`l10n.t without a plain text: ${String(literal)}`);
    return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("\\'", "'") : (JSON.parse(literal) as string);
  });
}
